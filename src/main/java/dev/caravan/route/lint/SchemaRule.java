package dev.caravan.route.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Camel's own schema of its YAML. Of the alternatives that fail at one place, only the plainest complaint is told. */
final class SchemaRule implements Rule {
    private static final String SCHEMA = "/schema/camelYamlDsl.json";

    private final JsonSchema schema = schema();

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (RouteFile file : folder.files()) {
            if (!file.isKamelet()) {
                validate(file, file.root(), Json.of(file.root()), complaints);
                continue;
            }
            for (Route template : file.routes()) {
                JsonNode from = Json.of(template.from());
                JsonNode wrapped = JsonNodeFactory.instance
                        .arrayNode()
                        .add(JsonNodeFactory.instance.objectNode().set("from", from));
                validate(file, template.from(), wrapped, complaints);
            }
        }
    }

    private static JsonSchema schema() {
        try (InputStream in = SchemaRule.class.getResourceAsStream(SCHEMA)) {
            // Loading every branch ahead of its use takes more than 256 MB: the parts of this schema name each other.
            var lazy = SchemaValidatorsConfig.builder().preloadJsonSchema(false).build();
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                    .getSchema(known(new ObjectMapper().readTree(in)), lazy);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading Camel's schema " + SCHEMA, e);
        }
    }

    /** Without a keyword of Camel's that is none of JSON Schema draft 4 and would be warned about at every start. */
    private static JsonNode known(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("deprecated").isBoolean()) {
            object.remove("deprecated");
        }
        schema.forEach(SchemaRule::known);
        return schema;
    }

    private void validate(RouteFile file, Value root, JsonNode json, Complaints complaints) {
        List<ValidationMessage> plain = schema.validate(json).stream()
                .filter(message -> List.of("additionalProperties", "required", "type", "enum")
                        .contains(message.getType()))
                .toList();
        int deepest = plain.stream()
                .mapToInt(message -> message.getInstanceLocation().getNameCount())
                .max()
                .orElse(0);
        plain.stream()
                .filter(message -> message.getInstanceLocation().getNameCount() == deepest)
                .filter(message -> message.getType().equals("additionalProperties")
                        || plain.stream().noneMatch(other -> other.getType().equals("additionalProperties")))
                .map(message -> new Found(line(file, root, message.getInstanceLocation()), words(message)))
                .distinct()
                .forEach(found -> complaints.add(file, found.line(), found.message()));
    }

    private record Found(int line, String message) {}

    private static String words(ValidationMessage message) {
        String text = message.getMessage();
        return "Camel does not know this: "
                + text.substring(text.indexOf(':') + 1).strip();
    }

    /** A kamelet's template was wrapped into a list and a map, which its places count. */
    private static int line(RouteFile file, Value root, JsonNodePath path) {
        Value at = root;
        for (int i = file.isKamelet() ? 2 : 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            Value next = element instanceof Integer index && index < at.items().size()
                    ? at.items().get(index)
                    : at.get(String.valueOf(element)).orElse(at);
            at = next;
        }
        return at.line();
    }
}
