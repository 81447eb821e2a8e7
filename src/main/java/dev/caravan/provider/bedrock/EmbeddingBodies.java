package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.PromptLines.Pieces;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import java.util.Set;

/** Lines that ask for the vector of one text each. */
final class EmbeddingBodies {
    private static final Set<String> TITAN = Set.of("dimensions", "normalize", "embeddingTypes", "embeddingConfig");
    private static final Set<String> COHERE = Set.of("input_type", "truncate", "embedding_types", "output_dimension");

    private EmbeddingBodies() {}

    static RequestLines lines(RequestShape shape) {
        ObjectNode body = body(shape);
        return Family.need(shape) == Family.COHERE
                ? lines(body, "\"texts\":[\"", "\"]}}\n")
                : lines(body, "\"inputText\":\"", "\"}}\n");
    }

    /** Everything of a request but its text. */
    static ObjectNode body(RequestShape shape) {
        if (shape.thinking() != null) {
            throw new IllegalArgumentException(
                    "Embeddings have no thinking level, but \"" + shape.thinking() + "\" is set for " + shape.model());
        }
        if (shape.schema() != null) {
            throw new IllegalArgumentException("Embeddings have no output schema: remove it from the task");
        }
        return switch (Family.need(shape)) {
            case TITAN -> Parameters.of(shape, "Titan embeddings", TITAN);
            case COHERE -> {
                ObjectNode body = Parameters.of(shape, "Cohere embeddings", COHERE);
                if (!body.has("input_type")) {
                    body.put("input_type", "search_document");
                }
                yield body;
            }
            default ->
                throw new IllegalArgumentException(shape.model()
                        + " makes no embeddings that Caravan knows. Known are those of Amazon Titan and Cohere");
        };
    }

    private static RequestLines lines(ObjectNode body, String textStart, String tail) {
        return new PromptLines(
                Pieces.of(InvokeBodies.START, InvokeBodies.INPUT + Parameters.fields(body), null, "", textStart, tail));
    }
}
