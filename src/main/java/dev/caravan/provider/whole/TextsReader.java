package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the body of a request for embeddings. */
final class TextsReader {
    static final String BASE64 = "base64";

    private TextsReader() {}

    static Form.Texts read(JsonNode body, int most, Refusals refused) {
        if (!body.isObject()) {
            refused.add("", "the body must be a JSON object");
        }
        Set<String> known = new HashSet<>(ChatReader.IGNORED);
        known.addAll(Set.of("input", "dimensions", "encoding_format", "stream"));
        refused.unknown(body, "", known);
        Streams.refuse(body.path("stream"), refused);
        JsonNode format = body.path("encoding_format");
        if (!format.isMissingNode()
                && !format.isNull()
                && !Set.of("float", BASE64).contains(format.asText())) {
            refused.add("encoding_format", "must be float or base64");
        }
        JsonNode dimensions = body.path("dimensions");
        boolean said = !dimensions.isMissingNode() && !dimensions.isNull();
        if (said && (!dimensions.isIntegralNumber() || dimensions.asLong() < 1)) {
            refused.add("dimensions", "must be a whole number from 1 on");
        }
        return new Form.Texts(texts(body.path("input"), most, refused), said ? dimensions : MissingNode.getInstance());
    }

    private static List<String> texts(JsonNode input, int most, Refusals refused) {
        if (input.isTextual() && !input.asText().isEmpty()) {
            return List.of(input.asText());
        }
        if (!input.isArray() || input.isEmpty()) {
            refused.add("input", "must be a text that is not empty, or a list of such texts");
            return List.of();
        }
        if (input.path(0).isNumber() || input.path(0).isArray()) {
            refused.unsupported("input", "it takes no tokens; send the text");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            if (!input.path(i).isTextual() || input.path(i).asText().isEmpty()) {
                refused.add("input[" + i + "]", "must be a text that is not empty");
            }
            texts.add(input.path(i).asText());
        }
        if (texts.size() > most) {
            refused.unsupported(
                    "input",
                    "a request carries " + (most == 1 ? "one text" : "at most " + most + " texts") + ", not "
                            + texts.size() + "; give each text a line of its own");
        }
        return texts;
    }
}
