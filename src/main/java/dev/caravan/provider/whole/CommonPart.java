package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.whole.Chat.Format;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a request but what is said in it: written as requests of prompts are, from the parameters and the thinking
 * level of the batch model, where the request itself does not say otherwise. The last one is kept: lines of one caller are
 * much alike. Thread-safe.
 */
public final class CommonPart {
    private final RequestShape shape;
    private final Function<RequestShape, ObjectNode> writer;
    private volatile @Nullable Made last;

    /** @param said as text: 0.2 is the same number as 0.20, but was not written so */
    private record Made(
            String said, @Nullable String effort, @Nullable Format format, ObjectNode part) {}

    /** @param writer as {@link dev.caravan.provider.RequestLines} of this provider are written; refuses by exception */
    public CommonPart(RequestShape shape, Function<RequestShape, ObjectNode> writer) {
        this.shape = shape;
        this.writer = writer;
    }

    /**
     * A part of its own for this request; null if something was refused.
     *
     * @param said the provider's names of what the request says itself, in place of the batch model's parameters
     */
    public @Nullable ObjectNode of(Map<String, JsonNode> said, Chat chat, Refusals refused) {
        Made known = last;
        if (known == null
                || !known.said().equals(said.toString())
                || !Objects.equals(known.effort(), chat.effort())
                || !Objects.equals(known.format(), chat.format())) {
            try {
                known = new Made(
                        said.toString(), chat.effort(), chat.format(), part(said, chat.effort(), chat.format()));
                last = known;
            } catch (IllegalArgumentException e) {
                refused.add(culprit(said, chat), String.valueOf(e.getMessage()));
                return null;
            }
        }
        return known.part().deepCopy();
    }

    private ObjectNode part(Map<String, JsonNode> said, @Nullable String effort, @Nullable Format format) {
        Map<String, Object> parameters = new HashMap<>(shape.parameters());
        parameters.putAll(said);
        return writer.apply(shape.forRequest(
                effort == null ? shape.thinking() : effort,
                parameters,
                format == null ? null : format.schema(),
                format == null ? shape.schemaName() : format.name()));
    }

    /** The field without which the rest can be written. */
    private String culprit(Map<String, JsonNode> said, Chat chat) {
        if (chat.format() != null && works(said, chat.effort())) {
            return "response_format";
        }
        return chat.effort() != null && works(said, null) ? "reasoning_effort" : "";
    }

    private boolean works(Map<String, JsonNode> said, @Nullable String effort) {
        try {
            part(said, effort, null);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
