package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.PromptLines.Pieces;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.google.GenerateRequest;
import dev.caravan.provider.google.Parameters;
import java.util.Map;
import java.util.Set;

/** Request lines for Gemini models: text and embeddings. */
final class GeminiRows {
    /** Label that repeats the custom id. */
    static final String LABEL = "caravan_id";

    /** Text that repeats the custom id, between these two. */
    static final String TEXT_START = "(request ";

    static final String TEXT_END = ")";

    private static final String START = "{\"custom_id\":\"";
    private static final String REQUEST = "\",\"request\":{";
    /** As the embedding rows of Vertex spell them. */
    private static final Map<String, String> EMBED_PARAMETERS = Map.of(
            "taskType", "task_type",
            "outputDimensionality", "output_dimensionality",
            "title", "title");

    private GeminiRows() {}

    static RequestLines lines(RequestShape shape) {
        ObjectNode request = GenerateRequest.of(shape, false, Set.of("labels"));
        ImporterRules.check(request);
        ObjectNode labels =
                request.remove("labels") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        String nonce = shape.settings().getOrDefault(VertexProtocol.NONCE, "label");
        String fields = GenerateRequest.fields(request);
        String more = GenerateRequest.fields(labels);
        String plain = REQUEST + (labels.isEmpty() ? "" : "\"labels\":" + labels + ",") + fields;
        return switch (nonce) {
            case "none" -> new PromptLines(pieces(START, plain, GenerateRequest.USER_END + "}}\n"));
            case "text" ->
                new NonceLines(
                        "",
                        new PromptLines(pieces(START, plain, "\"},{\"text\":\"" + TEXT_START)),
                        TEXT_END + GenerateRequest.USER_END + "}}\n");
            default ->
                new NonceLines(
                        START,
                        new PromptLines(pieces(
                                REQUEST + "\"labels\":{" + more + "\"" + LABEL + "\":\"",
                                "\"}," + fields,
                                GenerateRequest.USER_END + "}}\n")),
                        "");
        };
    }

    /** The field {@code key} is the documented id of embedding rows; they have no labels. */
    static RequestLines embeddings(RequestShape shape) {
        ObjectNode config = embedConfig(shape);
        return new PromptLines(Pieces.of(
                "{\"key\":\"",
                REQUEST + (config.isEmpty() ? "" : "\"embed_content_config\":" + config + ","),
                null,
                "",
                "\"content\":{\"parts\":[{\"text\":\"",
                "\"}]}}}\n"));
    }

    static ObjectNode embedConfig(RequestShape shape) {
        Parameters.refuseForEmbeddings(shape);
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        Parameters.each(
                shape,
                EMBED_PARAMETERS.keySet(),
                (name, value) -> config.set(EMBED_PARAMETERS.getOrDefault(name, name), value));
        ImporterRules.check(config);
        return config;
    }

    private static Pieces pieces(String start, String head, String tail) {
        return Pieces.of(
                start,
                head,
                GenerateRequest.SYSTEM_START,
                GenerateRequest.SYSTEM_END,
                GenerateRequest.USER_START,
                tail);
    }
}
