package dev.caravan.task;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.caravan.config.ConfigText;
import dev.caravan.config.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An output schema in a file, checked against JSON Schema 2020-12. */
final class SchemaFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    /** The schema of schemas: reading it takes longer than judging by it. */
    private static final JsonSchema META = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                    SchemaLocation.of(SchemaId.V202012),
                    SchemaValidatorsConfig.builder()
                            .locale(Locale.ENGLISH)
                            .pathType(PathType.JSON_POINTER)
                            .build());

    private static final int NONCE_LENGTH = 8;

    private final JsonNode root;

    private SchemaFile(JsonNode root) {
        this.root = root;
    }

    /** Empty, with problems added, if it is no schema for an object. */
    static Optional<SchemaFile> read(Path file, Problems problems) {
        String name = ConfigText.display(file);
        return ConfigText.read(file, problems).flatMap(text -> {
            try {
                JsonNode root = JSON.readTree(text);
                return check(root, lines(text), name, problems) ? Optional.of(new SchemaFile(root)) : Optional.empty();
            } catch (JsonProcessingException e) {
                int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
                problems.add(name, line, "JSON error: " + e.getOriginalMessage());
                return Optional.empty();
            }
        });
    }

    /** As compact JSON, keys in the order of the file, which models see. */
    String json() {
        return root.toString();
    }

    /** Fields of the answer. */
    Set<String> fields() {
        Set<String> names = new LinkedHashSet<>();
        root.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Why an answer never has anything at a path; empty if it may. */
    Optional<String> never(ValuePath path) {
        return path.against(root);
    }

    /** Why a field can't hold the nonce of a record; empty if it can. */
    Optional<String> unfitForNonce(String field) {
        boolean required = false;
        for (JsonNode one : root.path("required")) {
            required |= one.asText().equals(field);
        }
        if (!required) {
            return Optional.of("is not required: an answer without it can't be told from one on another record");
        }
        JsonNode schema = root.path("properties").path(field);
        Set<String> keys = new LinkedHashSet<>();
        schema.fieldNames().forEachRemaining(keys::add);
        keys.removeAll(Set.of("type", "title", "description", "minLength", "maxLength"));
        boolean fits = schema.path("minLength").asInt(0) <= NONCE_LENGTH
                && schema.path("maxLength").asInt(NONCE_LENGTH) >= NONCE_LENGTH;
        return schema.path("type").asText().equals("string") && keys.isEmpty() && fits
                ? Optional.empty()
                : Optional.of("must be a plain text of " + NONCE_LENGTH
                        + " characters in the schema: {\"type\": \"string\"}");
    }

    private static boolean check(JsonNode root, Map<String, Integer> lines, String file, Problems problems) {
        boolean good = true;
        Set<String> reported = new HashSet<>();
        for (ValidationMessage message : META.validate(root)) {
            String pointer = message.getInstanceLocation().toString();
            if (reported.add(pointer)) {
                String text = (pointer + " " + message.getError()).strip();
                problems.add(file, lines.getOrDefault(pointer, 0), "Not a JSON Schema: " + text);
            }
            good = false;
        }
        if (good && !root.path("type").asText().equals("object")) {
            problems.add(
                    file, 1, "An answer must be a JSON object", "Write \"type\": \"object\" at the top of the schema");
            good = false;
        }
        for (Map.Entry<String, Integer> entry : lines.entrySet()) {
            JsonNode ref = root.at(entry.getKey());
            if (entry.getKey().endsWith("/$ref")
                    && ref.isTextual()
                    && !ref.textValue().startsWith("#")) {
                problems.add(
                        file,
                        entry.getValue(),
                        "$ref \"" + ref.textValue() + "\" leads out of the file",
                        "Only references that begin with # are followed");
                good = false;
            }
        }
        return good;
    }

    /** JSON pointer → line. */
    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer().toString(),
                        parser.currentTokenLocation().getLineNr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Text that was parsed once does not parse again", e);
        }
        return lines;
    }
}
