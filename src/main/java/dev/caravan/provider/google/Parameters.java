package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.ExactJson;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Parameters of a batch model, checked by name: one field that Google does not know fails the whole file. */
public final class Parameters {
    private Parameters() {}

    /**
     * Hands over every parameter, in the order of names.
     *
     * @throws IllegalArgumentException for one that is not known, naming those that are
     */
    public static void each(RequestShape shape, Set<String> known, BiConsumer<String, JsonNode> taker) {
        for (Map.Entry<String, Object> parameter : new TreeMap<>(shape.parameters()).entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw new IllegalArgumentException("Unknown parameter \"" + parameter.getKey() + "\" for "
                        + shape.endpoint() + " of " + shape.model() + ": one such field fails a whole batch. Known: "
                        + String.join(", ", new TreeSet<>(known)));
            }
            taker.accept(parameter.getKey(), ExactJson.of(parameter.getValue()));
        }
    }

    /** @throws IllegalArgumentException if the shape asks for what embeddings don't have */
    public static void refuseForEmbeddings(RequestShape shape) {
        if (shape.thinking() != null) {
            throw new IllegalArgumentException(
                    "Embeddings have no thinking level, but \"" + shape.thinking() + "\" is set for " + shape.model());
        }
        if (shape.schema() != null) {
            throw new IllegalArgumentException("Embeddings have no output schema: remove it from the task");
        }
    }
}
