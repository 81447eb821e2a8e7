package dev.caravan.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.PromptWriter;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Vertex asks of a request file as a whole, judged over all of its lines like its importer does. */
class ImporterRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,
             "properties":{"label":{"type":"string","enum":["a","b",null]},"score":{"type":["number","null"]},
                           "tags":{"type":"array","items":{"$ref":"#/$defs/tag"}},"open":{"type":"object","properties":{}}},
             "required":["label"],"$defs":{"tag":{"type":"object","properties":{"name":{"type":"string"}}}}}""";

    private static RequestShape shape(String endpoint, Map<String, Object> parameters, String schema, String nonce) {
        return new RequestShape(
                endpoint, "claude-haiku-4-5", null, parameters, schema, "answer", Map.of("nonce", nonce));
    }

    private static PromptWriter prompt(boolean system, String user) {
        return new PromptWriter() {
            @Override
            public boolean hasSystem() {
                return system;
            }

            @Override
            public void system(OutputStream out) throws IOException {
                out.write("Be brief.".getBytes(UTF_8));
            }

            @Override
            public void user(OutputStream out) throws IOException {
                out.write(user.getBytes(UTF_8));
            }
        };
    }

    /** Fails like the importer: a null, an empty object or list, a second type for a path, a name that is no column. */
    private static void load(String path, JsonNode value, int level, Map<String, String> types) {
        assertThat(level).as(path).isLessThanOrEqualTo(15);
        assertThat(value.isNull()).as(path + " is null").isFalse();
        String type = value.isNumber() ? "NUMBER" : value.getNodeType().name();
        assertThat(types.getOrDefault(path, type)).as(path).isEqualTo(type);
        types.put(path, type);
        if (value.isContainerNode()) {
            assertThat(value.isEmpty()).as(path + " is empty").isFalse();
        }
        value.properties().forEach(field -> {
            assertThat(field.getKey()).matches("[A-Za-z_][A-Za-z0-9_]*");
            load(path + "." + field.getKey(), field.getValue(), level + 1, types);
        });
        if (value.isArray()) {
            value.forEach(item -> load(path + "[]", item, level, types));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "generateContent, label, true",
        "generateContent, text, true",
        "generateContent, none, false",
        "messages, label, true",
        "embedContent, label, false"
    })
    void holdForAWholeFile(String endpoint, String nonce, boolean schema) throws IOException {
        RequestLines lines = new VertexProtocol().requests(shape(endpoint, Map.of(), schema ? SCHEMA : null, nonce));
        Map<String, String> types = new TreeMap<>();
        boolean system = !endpoint.equals("embedContent");
        for (String user : List.of("", "{}", "null", "7", "[\\\"x\\\"]", "Zoë 🐫")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            lines.write("ck3f9a20-7-1", prompt(system && !user.isEmpty(), user), out);
            load("line", JSON.readTree(out.toByteArray()), 1, types);
        }
        assertThat(types).isNotEmpty();
    }

    @Test
    void refuseWhatWouldFailTheWholeFile() {
        assertThatThrownBy(() -> new VertexProtocol()
                        .requests(shape(
                                "generateContent",
                                Map.of("tools", List.of(Map.of("googleSearch", Map.of()))),
                                null,
                                "label")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Vertex could not load the request file because of request.tools[].googleSearch: "
                        + "it is empty. Change the parameters of the batch model or the output schema of the task");
        assertThatThrownBy(() -> new VertexProtocol()
                        .requests(shape(
                                "generateContent",
                                Map.of(),
                                "{\"type\":\"object\",\"properties\":{\"first name\":{\"type\":\"string\"}}}",
                                "label")))
                .hasMessageContaining("\"first name\" is no name of a column: use letters, digits and _ only");
        assertThatThrownBy(() -> new VertexProtocol()
                        .requests(shape(
                                "messages",
                                Map.of("tools", List.of(Map.of("type", "a"), Map.of("type", 1))),
                                null,
                                "label")))
                .hasMessageContaining("request.tools[].type: it is a string in one place and a number in another");
        String deep = "{\"type\":\"string\"}";
        for (int i = 0; i < 8; i++) {
            deep = "{\"type\":\"object\",\"properties\":{\"a\":" + deep + "}}";
        }
        String tooDeep = deep;
        assertThatThrownBy(() -> new VertexProtocol().requests(shape("generateContent", Map.of(), tooDeep, "label")))
                .hasMessageContaining("it lies deeper than 15 levels");
    }
}
