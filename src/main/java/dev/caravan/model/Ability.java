package dev.caravan.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a request asks a model for. Each batch endpoint of a protocol serves one ability. */
public enum Ability {
    CHAT,
    EMBEDDINGS,
    MODERATION;

    /** As it stands in YAML and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Ability> of(String word) {
        return Arrays.stream(values())
                .filter(ability -> ability.word().equals(word))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Ability::word).toList();
    }
}
