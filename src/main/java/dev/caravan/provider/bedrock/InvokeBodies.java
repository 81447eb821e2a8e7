package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.PromptLines.Pieces;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import java.util.Set;

/** Lines of a job that hands bodies to a chat model as they are: each maker has its own. */
final class InvokeBodies {
    static final String START = "{\"recordId\":\"";
    static final String INPUT = "\",\"modelInput\":{";

    private static final Set<String> CLAUDE = Set.of(
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "thinking",
            "output_config",
            "anthropic_beta",
            "metadata");
    private static final Set<String> NOVA = Set.of("schemaVersion", "inferenceConfig");
    private static final Set<String> LLAMA = Set.of("max_gen_len", "temperature", "top_p");

    private InvokeBodies() {}

    static RequestLines lines(RequestShape shape) {
        return switch (Family.need(shape)) {
            case CLAUDE -> new PromptLines(claude(shape));
            case NOVA -> new PromptLines(nova(shape));
            case LLAMA -> new PromptLines(llama(shape));
            case TITAN, COHERE ->
                throw new IllegalArgumentException(
                        shape.model() + " makes embeddings: use the endpoint " + BedrockProtocol.EMBEDDINGS);
        };
    }

    private static Pieces claude(RequestShape shape) {
        return Pieces.of(
                START,
                INPUT + Parameters.fields(claudeBody(shape)),
                "\"system\":\"",
                "\",",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"",
                "\"}]}]}}\n");
    }

    /** Everything of a request to Claude but its prompts. */
    static ObjectNode claudeBody(RequestShape shape) {
        ObjectNode body = Parameters.of(shape, "Claude", CLAUDE).put("anthropic_version", "bedrock-2023-05-31");
        Parameters.exclude(shape, body, "output_config");
        long most = body.path("max_tokens").asLong(0);
        if (most < 1) {
            throw new IllegalArgumentException("Claude on Bedrock needs the parameter \"max_tokens\": "
                    + "set it in the batch model, e.g. parameters: {max_tokens: 4000}");
        }
        if (shape.thinking() != null) {
            if (body.has("thinking")) {
                throw new IllegalArgumentException("Parameter \"thinking\" and the thinking level exclude each other");
            }
            ClaudeThinking thinking = ClaudeThinking.of(shape.thinking(), shape.model(), most);
            thinking.into(body);
            if (thinking.isByEffort()) {
                Parameters.inside(body, "output_config").put("effort", shape.thinking());
            }
        }
        if (shape.schema() != null) {
            Parameters.inside(body, "output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", NativeSchema.of(shape.schema()));
        }
        return body;
    }

    static ObjectNode novaBody(RequestShape shape) {
        noThinking(shape);
        return Parameters.of(shape, "Nova", NOVA);
    }

    static ObjectNode llamaBody(RequestShape shape) {
        noThinking(shape);
        return Parameters.of(shape, "Llama", LLAMA);
    }

    private static Pieces nova(RequestShape shape) {
        ObjectNode body = novaBody(shape);
        return Pieces.of(
                START,
                INPUT + Parameters.fields(body),
                "\"system\":[{\"text\":\"",
                "\"}],",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"" + guidance(shape),
                "\"}]}]}}\n");
    }

    /** The model sees one text: the roles are marks in it, other ones from Llama 4 on. */
    private static Pieces llama(RequestShape shape) {
        ObjectNode body = llamaBody(shape);
        LlamaMarks marks = LlamaMarks.of(shape.model());
        return Pieces.of(
                START,
                INPUT + Parameters.fields(body) + "\"prompt\":\"" + LlamaMarks.BEGIN,
                Parameters.escaped(marks.head("system")),
                marks.over(),
                Parameters.escaped(marks.head("user")) + guidance(shape),
                marks.over() + Parameters.escaped(marks.head("assistant")) + "\"}}\n");
    }

    /** Where the maker's format has no place for a schema, the prompt asks for it. Caravan judges the answer either way. */
    static String guidance(RequestShape shape) {
        return shape.schema() == null
                ? ""
                : Parameters.escaped(
                        "Answer with JSON alone, of this JSON Schema: " + NativeSchema.of(shape.schema()) + "\n\n");
    }

    private static void noThinking(RequestShape shape) {
        if (shape.thinking() != null) {
            throw new IllegalArgumentException(
                    "Thinking level \"" + shape.thinking() + "\": " + shape.model() + " has none. Remove the key");
        }
    }
}
