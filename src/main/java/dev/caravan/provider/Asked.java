package dev.caravan.provider;

import dev.caravan.model.Ability;

/** In which of OpenAI's three request formats a caller speaks, and is answered. */
public enum Asked {
    CHAT("/v1/chat/completions", Ability.CHAT),
    RESPONSES("/v1/responses", Ability.CHAT),
    EMBEDDINGS("/v1/embeddings", Ability.EMBEDDINGS);

    private final String path;
    private final Ability ability;

    Asked(String path, Ability ability) {
        this.path = path;
        this.ability = ability;
    }

    /** As OpenAI spells it, in {@code url} of a line and {@code endpoint} of a batch. */
    public String path() {
        return path;
    }

    /** What a provider's endpoint must be for. */
    public Ability ability() {
        return ability;
    }
}
