package dev.caravan.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.ledger.Setups;
import dev.caravan.ledger.Setups.Draft;
import dev.caravan.ledger.Setups.KeptSecret;
import dev.caravan.ledger.Setups.Touch;
import dev.caravan.model.Auth;
import dev.caravan.model.Provider;
import dev.caravan.provider.Protocols;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a credential of what came over HTTP, as far as it can be judged by itself. */
final class CredentialDraft {
    static final String SECRET = "secret";
    static final String WEBHOOK_SECRET = "webhook-secret";
    private static final Map<String, String> SECRETS = Map.of(SECRET, "secret", WEBHOOK_SECRET, "webhook_secret");
    private static final Set<String> FIELDS =
            Set.of("provider", "secret", "base_url", "query", "settings", "enqueued_tokens", "webhook_secret");
    /** Where a secret goes: whoever changes that must know the secret. */
    private static final List<String> PLACE = List.of("provider", "base_url");

    private final Map<String, Provider> providers;
    private final Protocols protocols;
    private final CredentialHosts hosts;
    private final Keyring keys;

    CredentialDraft(Map<String, Provider> providers, Protocols protocols, CredentialHosts hosts, Keyring keys) {
        this.providers = providers;
        this.protocols = protocols;
        this.hosts = hosts;
        this.keys = keys;
    }

    /** @param before what it is now; null if it is to be made. Secrets that are not given stay */
    Draft of(String name, ObjectNode json, @Nullable Draft before, Touch now) throws RefusedSetupException {
        Wanted wanted = new Wanted(json, FIELDS);
        provider(wanted);
        for (String field : List.of("query", "settings", "enqueued_tokens")) {
            if (wanted.has(field) && !wanted.get(field).isObject()) {
                wanted.wrong(field, "must be an object");
            }
            wanted.plainInside(field);
        }
        boolean moved = before != null && isMoved(json, before);
        SECRETS.forEach((part, field) -> secret(wanted, part, field, moved, before));
        wanted.throwIfWrong();

        ObjectNode shown = json.deepCopy();
        shown.remove(SECRETS.values());
        String body = new Body(shown).text();
        List<KeptSecret> secrets = new ArrayList<>();
        SECRETS.forEach((part, field) -> {
            KeptSecret kept = before == null ? null : kept(before, part);
            if (wanted.has(field)) {
                String text = json.get(field).textValue();
                secrets.add(GivenSecret.keep(part, text, Entries.about(name, body, part), keys, now));
            } else if (kept != null && !wanted.names(field)) {
                secrets.add(kept);
            }
        });
        return new Draft(Setups.Kind.CREDENTIAL, name, body, secrets);
    }

    /** Whether an account at it needs no more than a secret and settings, and nothing of the machine that Caravan runs on. */
    boolean takes(Provider provider) {
        Auth.Scheme scheme = provider.wire().auth().scheme();
        boolean bySecret = scheme == Auth.Scheme.BEARER || scheme == Auth.Scheme.HEADER || scheme == Auth.Scheme.NONE;
        return bySecret && !protocols.get(provider.protocol()).hasClientsOfItsOwn();
    }

    private void provider(Wanted wanted) {
        String name = wanted.text("provider");
        String url = wanted.text("base_url");
        // Whether there is such a provider is for the reader of the whole to say.
        Provider provider = providers.getOrDefault(
                name,
                providers.values().stream()
                        .filter(one -> one.about().title().equalsIgnoreCase(name))
                        .findFirst()
                        .orElse(null));
        if (provider == null) {
            return;
        }
        if (!takes(provider)) {
            wanted.wrong(
                    "provider",
                    "\"" + provider.name()
                            + "\" works with identities, files or buckets of the machine that Caravan runs on."
                            + " Write its credentials into models.yaml");
        }
        String why = url.isEmpty() ? null : hosts.problem(url, provider.baseUrl());
        if (why != null) {
            wanted.wrong("base_url", why);
        }
    }

    private void secret(Wanted wanted, String part, String field, boolean moved, @Nullable Draft before) {
        boolean kept = before != null && kept(before, part) != null;
        String why = wanted.has(field) ? GivenSecret.problem(wanted.get(field), keys) : null;
        if (why != null) {
            wanted.wrong(field, why);
        } else if (moved && kept && !wanted.names(field)) {
            wanted.wrong(
                    field,
                    "must be given again, since the provider or the base URL is another one: a secret goes to no other"
                            + " place than the one that it was given for");
        }
    }

    private static boolean isMoved(ObjectNode json, Draft before) {
        ObjectNode was = Body.read(before.body());
        return PLACE.stream()
                .anyMatch(field -> !Objects.equals(
                        json.path(field).asText(""), was.path(field).asText("")));
    }

    private static @Nullable KeptSecret kept(Draft draft, String part) {
        return draft.secrets().stream()
                .filter(secret -> secret.part().equals(part))
                .findFirst()
                .orElse(null);
    }
}
