package dev.caravan.simulator.chat;

import dev.caravan.simulator.core.ModelCard;

/**
 * A model, or a deployment, that lines may name.
 *
 * @param answersAs the name that answers carry, such as the dated one
 * @param moderates whether it judges texts, and does nothing else
 */
public record ChatModel(ModelCard card, String answersAs, boolean moderates) {
    public ChatModel(ModelCard card, String answersAs) {
        this(card, answersAs, false);
    }

    String name() {
        return card.name();
    }
}
