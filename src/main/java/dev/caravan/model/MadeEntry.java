package dev.caravan.model;

import java.util.Map;

/**
 * A credential or batch model that stands in no file.
 *
 * @param body what models.yaml would say under its name, as JSON, without secrets
 * @param secrets of a credential: by their keys in models.yaml
 */
public record MadeEntry(Kind kind, String name, String body, Map<String, Secret> secrets) {

    public enum Kind {
        CREDENTIAL("credential"),
        MODEL("batch model");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in messages. */
        public String word() {
            return word;
        }
    }

    public MadeEntry {
        secrets = Map.copyOf(secrets);
    }

    /** What stands in the place of a file in messages about it. */
    public String title() {
        return kind.word() + " " + name;
    }
}
