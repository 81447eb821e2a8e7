package dev.caravan.model;

import dev.caravan.config.Placeholders;
import dev.caravan.config.YamlValue;
import java.util.Locale;

/** Reads secrets, which are placeholders (environment or vault) and never stand in a file; only the simulator's may have a default. */
final class SecretReader {
    /** What takes the place of a secret that is wrong, so that reading can go on. */
    private static final Secret NONE = Secret.absent("");

    private SecretReader() {}

    /**
     * @param key what the secret is called in the file: secret, webhook-secret
     * @param simulated whether the credential is for the simulator, whose key is no secret
     */
    static Secret read(String credential, String key, boolean simulated, YamlValue value, Placeholders placeholders) {
        String raw = value.raw().map(String::strip).orElse("");
        if (raw.isEmpty()) {
            return NONE;
        }
        boolean named = value.fits(raw, Placeholders.SECRET) && (simulated || !Placeholders.hasDefault(raw));
        if (!named) {
            value.problem(
                    "The " + key + " of credential \"" + credential + "\" is written into the file",
                    "Set an environment variable and name it here: ${"
                            + credential.toUpperCase(Locale.ROOT).replace('-', '_')
                            + (key.equals("secret") ? "_API_KEY" : "_WEBHOOK_SECRET")
                            + "}, or a secret of a vault: {{vault:name}}");
            return NONE;
        }
        return behind(raw, placeholders);
    }

    /** The secret that a placeholder stands for. */
    static Secret behind(String placeholder, Placeholders placeholders) {
        if (Placeholders.isVault(placeholder)) {
            return Secret.from(placeholders.vault(placeholder));
        }
        return placeholders
                .fill(placeholder)
                .map(text -> new Secret(text.strip()))
                .orElseGet(() -> Secret.absent(
                        placeholders.missing(placeholder).iterator().next()));
    }
}
