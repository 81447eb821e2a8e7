package dev.caravan.provider;

import java.util.Locale;

/** What a call to a provider asks for: the parameter {@code call} of the kamelet {@code provider-call}, in lower case. */
public enum CallKind {
    CREATE,
    UPLOAD,
    STATUS,
    LIST,
    DOWNLOAD,
    DELETE,
    CANCEL,
    MODELS,
    ASK,
    /** A route does not say. */
    OTHER;

    /** {@link #OTHER} for a word that is none. */
    public static CallKind of(String word) {
        for (CallKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        return OTHER;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
