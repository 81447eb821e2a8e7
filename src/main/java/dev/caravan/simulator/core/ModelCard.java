package dev.caravan.simulator.core;

import java.util.Set;

/**
 * What a model takes; each surface has its own list of names.
 *
 * @param levels thinking levels it accepts, in lower case; empty = it has none
 * @param dimensions length of an embedding, 0 = not an embedding model
 */
public record ModelCard(String name, Set<String> levels, int dimensions) {
    public boolean reasons() {
        return !levels.isEmpty();
    }

    public boolean embeds() {
        return dimensions > 0;
    }
}
