package dev.caravan.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Setups;
import dev.caravan.ledger.Setups.Entry;
import dev.caravan.ledger.Setups.KeptSecret;
import dev.caravan.ledger.Setups.Sealed;
import dev.caravan.model.MadeEntry;
import dev.caravan.model.ModelFiles;
import dev.caravan.model.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the ledger keeps, as configuration: with its secrets, as far as a key opens them. */
final class Entries {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelFiles files;
    private final Keyring keys;

    Entries(ModelFiles files, Keyring keys) {
        this.files = files;
        this.keys = keys;
    }

    MadeEntry made(Entry kept) {
        return made(kept.draft());
    }

    MadeEntry made(Setups.Draft draft) {
        Map<String, Secret> secrets = new HashMap<>();
        for (KeptSecret secret : draft.secrets()) {
            secrets.put(secret.part(), secret(draft, secret));
        }
        return new MadeEntry(kind(draft.kind()), draft.name(), draft.body(), secrets);
    }

    static MadeEntry.Kind kind(Setups.Kind kind) {
        return kind == Setups.Kind.CREDENTIAL ? MadeEntry.Kind.CREDENTIAL : MadeEntry.Kind.MODEL;
    }

    private Secret secret(Setups.Draft draft, KeptSecret secret) {
        Sealed sealed = secret.sealed();
        if (sealed == null) {
            return files.secret(String.valueOf(secret.reference()));
        }
        Optional<String> opened = keys.open(sealed, about(draft.name(), draft.body(), secret.part()));
        return opened.map(Secret::new)
                .orElseGet(() -> Secret.closed("The " + secret.part() + " of credential \"" + draft.name()
                        + "\" can't be opened: " + keys.why(sealed)));
    }

    /**
     * What a sealed secret belongs to: a credential, and the place that it is sent to. So a row that is moved or changed by
     * another hand does not send a secret elsewhere.
     */
    static String about(String credential, String body, String part) {
        try {
            JsonNode json = JSON.readTree(body);
            return String.join(
                    "\n",
                    "caravan 1",
                    credential,
                    part,
                    json.path("provider").asText(),
                    json.path("base-url").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The ledger has no JSON for credential \"" + credential + "\"", e);
        }
    }
}
