package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.PromptLines.Pieces;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import java.util.Set;

/** Lines of a Converse job: the same for every chat model. */
final class ConverseBody {
    /** Not toolConfig: Bedrock fails every record of a job that has it. */
    private static final Set<String> KNOWN = Set.of(
            "inferenceConfig",
            "additionalModelRequestFields",
            "outputConfig",
            "guardrailConfig",
            "performanceConfig",
            "serviceTier",
            "requestMetadata");

    private ConverseBody() {}

    static RequestLines lines(RequestShape shape) {
        return new PromptLines(Pieces.of(
                InvokeBodies.START,
                InvokeBodies.INPUT + Parameters.fields(body(shape)),
                "\"system\":[{\"text\":\"",
                "\"}],",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\""
                        + (isPrompted(shape) ? InvokeBodies.guidance(shape) : ""),
                "\"}]}]}}\n"));
    }

    /** Everything of a request but its prompts. */
    static ObjectNode body(RequestShape shape) {
        ObjectNode body = Parameters.of(shape, "a Converse job", KNOWN);
        Parameters.exclude(shape, body, "outputConfig");
        if (shape.thinking() != null) {
            think(shape, shape.thinking(), body);
        }
        if (shape.schema() != null && !isPrompted(shape)) {
            ObjectNode format = Parameters.inside(body, "outputConfig").putObject("textFormat");
            format.put("type", "json_schema");
            format.putObject("structure")
                    .putObject("jsonSchema")
                    .put("schema", NativeSchema.of(shape.schema()).toString())
                    .put("name", shape.schemaName());
        }
        return body;
    }

    /** Nova and Llama take no schema in the request. */
    private static boolean isPrompted(RequestShape shape) {
        return Family.of(shape)
                .filter(family -> family == Family.NOVA || family == Family.LLAMA)
                .isPresent();
    }

    private static void think(RequestShape shape, String level, ObjectNode body) {
        if (Family.of(shape).orElse(null) != Family.CLAUDE) {
            throw new IllegalArgumentException("Thinking level \"" + level + "\": " + shape.model()
                    + " has none that Caravan knows; give it in the parameter additionalModelRequestFields");
        }
        long most = body.path("inferenceConfig").path("maxTokens").asLong(0);
        ClaudeThinking thinking = ClaudeThinking.of(level, shape.model(), most);
        thinking.into(Parameters.inside(body, "additionalModelRequestFields"));
        if (thinking.isByEffort()) {
            Parameters.inside(body, "outputConfig").put("effort", level);
        }
    }
}
