package dev.caravan.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.config.Placeholders;
import dev.caravan.ledger.Setups.KeptSecret;
import dev.caravan.ledger.Setups.Touch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A secret that came over HTTP: itself, or the name of a place where it is. Nothing of it is ever said again. */
final class GivenSecret {
    private static final int LONGEST = 4096;
    /** Variables that hold keys of providers; those of Caravan and its platform are nobody's to send away. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?!CARAVAN_|SPRING_|JAVA_)[A-Z][A-Z0-9_]{1,99}}");

    private GivenSecret() {}

    /** Why it can't be a secret; null if it can. */
    static @Nullable String problem(JsonNode given, Keyring keys) {
        if (!given.isTextual()) {
            return "must be a text";
        }
        String text = given.textValue();
        if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(c -> c <= 0x20 || c > 0x7e)) {
            return "must be printable ASCII without spaces, 1 to " + LONGEST + " characters";
        }
        if ((text.startsWith("${") || text.startsWith("{{")) && !isReference(text)) {
            return "is no placeholder that is taken: ${NAME} of an environment variable in capitals that is none of"
                    + " Caravan's own (CARAVAN_, SPRING_, JAVA_), without a default, or {{vault:name}}";
        }
        return isReference(text) ? null : keys.whyNot();
    }

    /** @param about what a sealed secret belongs to */
    static KeptSecret keep(String part, String text, String about, Keyring keys, Touch now) {
        return isReference(text)
                ? new KeptSecret(part, text, null, now)
                : new KeptSecret(part, null, keys.seal(text, about), now);
    }

    private static boolean isReference(String text) {
        return VARIABLE.matcher(text).matches() || Placeholders.isVault(text);
    }
}
