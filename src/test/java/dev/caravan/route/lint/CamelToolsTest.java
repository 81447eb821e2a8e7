package dev.caravan.route.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Routes and kamelets as other tools of Camel see them: by its own schemas, every finding, nothing of ours in between. */
class CamelToolsTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static JsonSchema routes;
    private static JsonSchema kamelets;

    @BeforeAll
    static void schemas() throws IOException {
        routes = schema(new ObjectMapper().readTree(resource("/schema/camelYamlDsl.json")));
        JsonNode definition = YAML.readTree(resource("/camel.apache.org_kamelets.yaml"));
        assertThat(definition.at("/spec/versions/0/name").asText()).isEqualTo("v1");
        kamelets = schema(strict(definition.at("/spec/versions/0/schema/openAPIV3Schema")));
    }

    private static InputStream resource(String name) {
        InputStream in = CamelToolsTest.class.getResourceAsStream(name);
        assertThat(in).as(name).isNotNull();
        return in;
    }

    private static JsonSchema schema(JsonNode text) {
        var lazy = SchemaValidatorsConfig.builder().preloadJsonSchema(false).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(text, lazy);
    }

    /** Kubernetes drops fields that it does not know, and says nothing: here each is a finding. */
    private static JsonNode strict(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").asText().equals("object")
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(CamelToolsTest::strict);
        return schema;
    }

    private static List<String> wrong(JsonSchema schema, String yaml) throws IOException {
        return schema.validate(YAML.readTree(yaml)).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** Findings in all files of this kind, which are more than so many. */
    private static List<String> wrong(JsonSchema schema, String end, int more) throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (String folder : List.of("routes", "examples")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                for (Path file :
                        all.filter(path -> path.toString().endsWith(end)).toList()) {
                    seen++;
                    wrong(schema, Files.readString(file)).forEach(found -> wrong.add(file + ": " + found));
                }
            }
        }
        assertThat(seen).isGreaterThan(more);
        return wrong;
    }

    @Test
    void everyRouteIsRightByTheSchemaOfCamel() throws IOException {
        assertThat(wrong(routes, ".camel.yaml", 20)).isEmpty();
    }

    @Test
    void everyKameletIsRightByItsDefinitionAndLosesNothing() throws IOException {
        assertThat(wrong(kamelets, ".kamelet.yaml", 15)).isEmpty();
    }

    @Test
    void bothFindWhatIsWrong() throws IOException {
        assertThat(wrong(routes, "- route: {id: a, from: {uri: 'direct:a', steps: [{log: {massage: x}}]}}"))
                .anyMatch(found -> found.contains("massage"));
        assertThat(wrong(routes, "- route: {id: a, from: {uri: 'direct:a', steps: [{lgo: x}]}}"))
                .anyMatch(found -> found.contains("lgo"));
        String kamelet = Files.readString(Path.of("routes/kamelets/csv-file-sink.kamelet.yaml"));
        assertThat(wrong(kamelets, kamelet.replace("    title: CSV", "    titel: CSV")))
                .containsExactly(
                        "/spec/definition: property 'titel' is not defined in the schema and the schema does not"
                                + " allow additional properties");
        assertThat(wrong(kamelets, kamelet.replace("required: [directory]", "required: directory")))
                .containsExactly("/spec/definition/required: string found, array expected");
    }
}
