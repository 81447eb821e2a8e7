package dev.caravan.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Twist;
import dev.caravan.simulator.core.Vectors;

/** One text in, one vector out. */
public final class Embedded {
    private Embedded() {}

    /**
     * The vector of a content, or Google's error.
     *
     * @param dimensions how many the request wants; missing for as many as the model has
     */
    public static Answer answer(JsonNode content, JsonNode dimensions, ModelCard model, Twist twist) {
        switch (twist) {
            case ERROR -> {
                return new GoogleError(500, "An internal error has occurred.").answer();
            }
            case RATE_LIMIT -> {
                return new GoogleError(429, "Resource has been exhausted (e.g. check quota).").answer();
            }
            default -> {}
        }
        String text = PromptText.all(content);
        int size = dimensions.isMissingNode() ? model.dimensions() : dimensions.asInt();
        if (!model.embeds()) {
            return GoogleError.invalid("Model " + model.name() + " is not supported for embedContent.")
                    .answer();
        }
        if (text.isBlank() || size < 1 || size > model.dimensions()) {
            return GoogleError.invalid("The text content is empty, or output_dimensionality is not 1 to "
                            + model.dimensions() + ".")
                    .answer();
        }
        Tokens tokens = new Tokens(Tokens.in(text), 0, 0);
        ObjectNode body = Json.object().put("tokenCount", String.valueOf(tokens.input()));
        ArrayNode values = body.putObject("embedding").putArray("values");
        for (float number : Vectors.of(text, size)) {
            values.add(number);
        }
        return Answer.ok(body, tokens);
    }
}
