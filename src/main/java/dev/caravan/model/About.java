package dev.caravan.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a provider is called and what it is good for.
 *
 * @param title as people know it, e.g. {@code Google AI}; credentials may name it so too
 * @param abilities what its batches can be asked for
 */
public record About(String title, Set<Ability> abilities) {

    public About {
        abilities = Collections.unmodifiableSet(new LinkedHashSet<>(abilities));
    }
}
