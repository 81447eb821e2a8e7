package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Asked;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an order says of all its requests.
 *
 * @param endpoint what its callers speak
 * @param window as it was said; {@code 24h} if nothing was
 * @param inputFile null where it brings its requests itself
 * @param model what all of them name; null if each names its own
 * @param metadata null for none
 * @param defaults fields that every request gets which has none of that name
 */
record OrderHead(
        Asked endpoint,
        String window,
        @Nullable String inputFile,
        @Nullable String model,
        @Nullable ObjectNode metadata,
        ObjectNode defaults) {
    private static final int MOST_PAIRS = 16;
    private static final int MOST_KEY = 64;
    private static final int MOST_VALUE = 512;
    private static final String USUAL_WINDOW = "24h";

    /** Fields of an order, and other clients' words for them. */
    private static final Set<String> OWN = Set.of(
            "endpoint",
            "completion_window",
            "input_file_id",
            "inputFileId",
            "requests",
            "batch",
            "model",
            "metadata",
            "output_expires_after");
    /** Words of other clients for parameters of requests. */
    static final Map<String, String> WORDS = Map.of("encodingFormat", "encoding_format", "topP", "top_p");
    /** Parameters that an order may begin with; any other field may stand in it too, behind one that it is known by. */
    private static final Set<String> PARAMETERS = Set.of(
            "temperature",
            "max_tokens",
            "max_completion_tokens",
            "max_output_tokens",
            "maxOutputTokens",
            "dimensions",
            "encoding_format",
            "encodingFormat");

    /** Whether an order may begin with this field. */
    static boolean knows(String field) {
        return OWN.contains(field) || PARAMETERS.contains(field);
    }

    static OrderHead of(ObjectNode fields) throws RefusedSubmission {
        if (fields.has("output_expires_after")) {
            throw RefusedSubmission.field(
                    "output_expires_after", "is not taken: outputs are kept for as long as the configuration says");
        }
        Asked endpoint = endpoint(fields.get("endpoint"));
        String window = text(fields, "completion_window").orElse(USUAL_WINDOW);
        if (!window.equals(USUAL_WINDOW)) {
            throw RefusedSubmission.field("completion_window", "must be \"24h\"");
        }
        return new OrderHead(
                endpoint,
                window,
                text(fields, "input_file_id")
                        .or(() -> quietText(fields, "inputFileId"))
                        .orElse(null),
                text(fields, "model").orElse(null),
                metadata(fields.get("metadata")),
                defaults(fields, endpoint));
    }

    private static Asked endpoint(@Nullable JsonNode value) throws RefusedSubmission {
        String word = value == null ? "" : value.asText();
        for (Asked one : Asked.values()) {
            if (one.path().equals(word) || one.path().equals("/v1/" + word)) {
                return one;
            }
        }
        throw RefusedSubmission.field(
                "endpoint",
                "must be one of "
                        + Arrays.stream(Asked.values()).map(Asked::path).collect(Collectors.joining(", "))
                        + (value == null ? ", and is missing" : ", but is " + FieldCheck.brief(word)));
    }

    private static Optional<String> text(ObjectNode fields, String name) throws RefusedSubmission {
        JsonNode value = fields.get(name);
        if (value != null && (!value.isTextual() || value.textValue().isBlank())) {
            throw RefusedSubmission.field(name, "must be a text that is not empty");
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    private static Optional<String> quietText(ObjectNode fields, String name) {
        return Optional.ofNullable(fields.path(name).textValue()).filter(text -> !text.isBlank());
    }

    private static @Nullable ObjectNode metadata(@Nullable JsonNode value) throws RefusedSubmission {
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode object) || object.size() > MOST_PAIRS) {
            throw RefusedSubmission.field("metadata", "must be an object of at most " + MOST_PAIRS + " texts");
        }
        for (Map.Entry<String, JsonNode> pair : object.properties()) {
            if (pair.getKey().length() > MOST_KEY
                    || !pair.getValue().isTextual()
                    || pair.getValue().textValue().length() > MOST_VALUE) {
                throw RefusedSubmission.field(
                        "metadata." + FieldCheck.brief(pair.getKey()),
                        "keys have at most " + MOST_KEY + " characters, and values are texts of at most " + MOST_VALUE);
            }
        }
        return object;
    }

    private static ObjectNode defaults(ObjectNode fields, Asked endpoint) {
        ObjectNode defaults = fields.deepCopy();
        defaults.remove(List.copyOf(OWN));
        WORDS.forEach((theirs, ours) -> rename(defaults, theirs, ours));
        rename(
                defaults,
                "maxOutputTokens",
                endpoint == Asked.RESPONSES ? "max_output_tokens" : "max_completion_tokens");
        return defaults;
    }

    private static void rename(ObjectNode fields, String from, String to) {
        JsonNode value = fields.remove(from);
        if (value != null) {
            fields.set(to, value);
        }
    }

    /** As task names have it. */
    String spoken() {
        return spoken(endpoint.path());
    }

    /** What task names have for an endpoint. */
    static String spoken(String path) {
        for (Asked one : Asked.values()) {
            if (one.path().equals(path)) {
                return one.name().toLowerCase(Locale.ROOT);
            }
        }
        throw new IllegalArgumentException("No endpoint of batches: " + path);
    }
}
