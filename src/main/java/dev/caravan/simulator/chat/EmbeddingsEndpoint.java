package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** {@code /v1/embeddings}: unit vectors that depend on the text alone. */
final class EmbeddingsEndpoint implements Endpoint {
    private static final Set<String> KEYS = Set.of("model", "input", "dimensions", "encoding_format", "user");
    private static final int MAX_INPUTS = 2048;

    @Override
    public Answer answer(Request request) {
        ObjectNode body = request.body();
        ModelCard model = request.model().card();
        if (!model.embeds()) {
            throw ApiException.badRequest(
                    "The model '%s' does not make embeddings.".formatted(model.name()), "model", null);
        }
        RequestRules.known(body, KEYS);
        String encoding = body.path("encoding_format").asText("float");
        RequestRules.oneOf(encoding, Set.of("float", "base64"), "encoding_format");
        int dimensions = dimensions(body, model);
        ObjectNode wire = Json.object().put("object", "list");
        ArrayNode data = wire.putArray("data");
        int tokens = 0;
        for (String text : texts(body.path("input"))) {
            ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            float[] vector = Vectors.of(text, dimensions);
            if (encoding.equals("base64")) {
                item.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = item.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
            tokens += Tokens.in(text);
        }
        wire.put("model", request.model().answersAs());
        wire.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return Answer.ok(wire, new Tokens(tokens, 0, 0));
    }

    private static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        if (input.isTextual()) {
            texts.add(input.asText());
        }
        input.elements().forEachRemaining(text -> texts.add(text.isTextual() ? text.asText() : ""));
        if (texts.isEmpty() || texts.contains("")) {
            throw ApiException.badRequest(
                    "Invalid 'input': expected a text, or a list of texts, none of them empty.",
                    "input",
                    "invalid_value");
        }
        if (texts.size() > MAX_INPUTS) {
            throw ApiException.badRequest(
                    "Invalid 'input': %d texts, but at most %d are allowed.".formatted(texts.size(), MAX_INPUTS),
                    "input",
                    "array_above_max_length");
        }
        return texts;
    }

    private static int dimensions(ObjectNode body, ModelCard model) {
        JsonNode wanted = body.path("dimensions");
        if (wanted.isMissingNode()) {
            return model.dimensions();
        }
        if (model.name().contains("ada")) {
            throw ApiException.badRequest(
                    "This model does not support specifying dimensions.", "dimensions", "unsupported_parameter");
        }
        if (!wanted.isInt() || wanted.asInt() < 1 || wanted.asInt() > model.dimensions()) {
            throw ApiException.badRequest(
                    "Invalid 'dimensions': expected a whole number from 1 to %d.".formatted(model.dimensions()),
                    "dimensions",
                    "invalid_value");
        }
        return wanted.asInt();
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
