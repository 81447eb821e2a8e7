package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The contract as tests read it: which operations there are, and whether a reply is what one of them promises. */
public final class Contract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch", "head", "options");

    private final JsonNode root;
    private final Map<String, JsonNode> operations = new TreeMap<>();
    private final Set<String> reached = new TreeSet<>();

    private Contract(JsonNode root) {
        this.root = root;
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(verb -> {
                    if (VERBS.contains(verb.getKey())) {
                        operations.put(
                                verb.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                                verb.getValue());
                    }
                }));
    }

    public static Contract read() throws IOException {
        return new Contract(new ObjectMapper(new YAMLFactory())
                .readTree(Files.readString(Path.of("src/main/resources/openapi/caravan.yaml"))));
    }

    /** By verb and path: {@code GET /api/keys}. */
    public Map<String, JsonNode> operations() {
        return operations;
    }

    JsonNode root() {
        return root;
    }

    /** What a {@code $ref} of this file points to; anything else is itself. */
    JsonNode at(JsonNode node) {
        return node.has("$ref") ? at(root.at(node.get("$ref").asText().substring(1))) : node;
    }

    /** Asserts that the operation documents this status, with this type and this body, and remembers that it was reached. */
    public void check(String operation, int status, String type, String body) throws IOException {
        JsonNode responses = operations.get(operation).path("responses");
        boolean said = responses.has(String.valueOf(status));
        assertThat(said || responses.has("default"))
                .as("%s documents %s: %s", operation, status, body)
                .isTrue();
        reached.add(operation + " " + (said ? String.valueOf(status) : "default"));
        JsonNode content =
                at(responses.get(said ? String.valueOf(status) : "default")).path("content");
        if (content.isMissingNode()) {
            assertThat(body).as("%s %s has no body", operation, status).isEmpty();
            return;
        }
        String bare = type.replaceFirst(";.*", "");
        assertThat(content.has(bare))
                .as("%s %s documents %s, not %s", operation, status, content.properties(), type)
                .isTrue();
        JsonNode schema = content.path(bare).path("schema");
        if (bare.endsWith("jsonl")) {
            for (String line : body.lines().toList()) {
                assertThat(faults(schema, JSON.readTree(line)))
                        .as("%s %s: %s", operation, status, line)
                        .isEmpty();
            }
        } else if (bare.endsWith("json")) {
            assertThat(faults(schema, JSON.readTree(body)))
                    .as("%s %s: %s", operation, status, body)
                    .isEmpty();
        }
    }

    /** Every documented status (but for {@code default}) of these operations that no {@link #check} has seen. */
    public Set<String> unreached(String prefix) {
        Set<String> all = new TreeSet<>();
        operations.forEach((name, operation) -> {
            if (name.substring(name.indexOf(' ') + 1).startsWith(prefix)) {
                operation.path("responses").fieldNames().forEachRemaining(status -> all.add(name + " " + status));
            }
        });
        all.removeAll(reached);
        all.removeIf(one -> one.endsWith(" default"));
        return all;
    }

    /** What of the value the named schema does not allow. */
    public Set<String> faults(String name, JsonNode value) {
        JsonNode schema = root.at("/components/schemas/" + name);
        assertThat(schema.isObject()).as("schema %s", name).isTrue();
        return faults(schema, value);
    }

    /** What of the value the schema does not allow. */
    Set<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", root.path("components"));
        Set<String> faults = new TreeSet<>();
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        whole,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build())
                .validate(value.toString(), InputFormat.JSON)
                .forEach(message -> faults.add(message.getMessage()));
        return faults;
    }
}
