package dev.caravan.provider;

import java.time.Instant;
import java.util.List;

/**
 * What a provider said which models a credential may use.
 *
 * @param asked when
 * @param models in the provider's order
 */
public record ModelList(String credential, Instant asked, List<String> models) {
    public ModelList {
        models = List.copyOf(models);
    }
}
