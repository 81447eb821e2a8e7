package dev.caravan.simulator.chat;

import dev.caravan.simulator.core.ModelCard;

/**
 * A model, or a deployment, that lines may name.
 *
 * @param answersAs the name that answers carry, such as the dated one
 */
public record ChatModel(ModelCard card, String answersAs) {
    String name() {
        return card.name();
    }
}
