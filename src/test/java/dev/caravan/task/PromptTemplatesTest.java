package dev.caravan.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PromptTemplatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonRecord record(String json) {
        return JsonRecord.parse(json.getBytes(UTF_8));
    }

    private static String render(String template, String json) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PromptTemplates.compile(new Task.Prompt("", template)).user(record(json), out);
        return JSON.readValue('"' + out.toString(UTF_8) + '"', String.class);
    }

    @Test
    void putsFieldsBetweenEscapedPieces() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PromptTemplates prompts =
                PromptTemplates.compile(new Task.Prompt("Say \"hi\"\n", "ID\t{{ id }}: {{body}}{{gone}}!"));
        prompts.system(record("{}"), out);
        prompts.user(record("{\"body\":\"a\\n\\\"b\\\" 😀\",\"id\":7}"), out);

        assertThat(out.toString(UTF_8)).isEqualTo("Say \\\"hi\\\"\\nID\\t7: a\\n\\\"b\\\" 😀!");
        assertThat(prompts.hasSystem()).isTrue();
        assertThat(PromptTemplates.compile(new Task.Prompt(" \n", "x")).hasSystem())
                .isFalse();
    }

    @Test
    void rendersSections() throws IOException {
        String template =
                "{{#name}}Dear {{name}}{{/name}}{{^name}}Hello{{/name}}{{#tags}} [{{.}}]{{/tags}}{{#on}} on{{/on}}";

        assertThat(render(template, "{\"name\":\"<A & B>\",\"on\":true,\"tags\":[\"x\",2.50]}"))
                .isEqualTo("Dear <A & B> [x] [2.50] on");
        assertThat(render(template, "{\"name\":\"\",\"on\":false,\"tags\":[]}")).isEqualTo("Hello");
        assertThat(render(template, "{}")).isEqualTo("Hello");
        assertThat(render("{{#o}}{{k}}{{/o}}{{o.k}}{{o}}", "{\"o\":{\"k\":1.0}}"))
                .isEqualTo("1.01.0{\"k\":1.0}");
    }

    @Test
    void neverReadsValuesAsTemplates() throws IOException {
        String json = "{\"a\":\"{{b}} {{#b}}x{{/b}} {{{b}}}\",\"b\":\"secret\"}";

        assertThat(render("{{a}}", json)).isEqualTo("{{b}} {{#b}}x{{/b}} {{{b}}}");
        assertThat(render("{{#a}}{{a}}{{/a}}", json)).isEqualTo("{{b}} {{#b}}x{{/b}} {{{b}}}");
    }

    @Test
    void neverCallsMethodsOfValues() throws IOException {
        assertThat(render("{{#a}}{{length}}{{class}}{{a.length}}|{{/a}}{{^b}}none{{/b}}", "{\"a\":\"text\"}"))
                .isEqualTo("|none");
    }

    @Test
    void bothWaysOfRenderingGiveTheSameText() throws IOException {
        List<String> pieces = List.of(
                "plain ",
                "{{a}}",
                "{{ b }}",
                "{{c d}}",
                "{{gone}}",
                "\n",
                "{{a}}\n",
                "\"quoted\\\"",
                "{ ",
                "} }",
                "😀é",
                "\t{{b}}{{a}}",
                "<&>",
                "{\"k\": \"",
                "\u2028");
        List<Object> values = Arrays.asList(
                "text",
                "",
                null,
                7,
                -0.5,
                1e30,
                true,
                false,
                "\"\\\n\r\t\b\f\u0001\u007f",
                "😀 ü 漢字 \u2028",
                "{{b}}",
                List.of(1, "x\"", List.of()),
                Map.of("k", "v\\"),
                "\ud83d");
        Random random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            StringBuilder template = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                template.append(pieces.get(random.nextInt(pieces.size())));
            }
            Map<String, Object> fields = new TreeMap<>();
            for (String name : List.of("a", "b", "c d")) {
                if (random.nextInt(5) > 0) {
                    fields.put(name, values.get(random.nextInt(values.size())));
                }
            }
            String json = new String(Json.canonical(fields), UTF_8);

            assertThat(CopyTemplate.canRender(template.toString())).isTrue();
            assertThat(bytes(new CopyTemplate(template.toString()), json))
                    .as("%s with %s", template, json)
                    .isEqualTo(bytes(new SectionTemplate(template.toString()), json));
        }
    }

    private static String bytes(PromptTemplates.Template template, String json) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        template.render(record(json), out);
        return out.toString(UTF_8);
    }

    /** Canonical records as the readers of drops write them. */
    private static final class Json {
        static byte[] canonical(Map<String, Object> fields) {
            StringBuilder out = new StringBuilder("{");
            fields.forEach((key, value) -> out.append(out.length() > 1 ? "," : "")
                    .append('"')
                    .append(key)
                    .append("\":")
                    .append(value(value)));
            return out.append('}').toString().getBytes(UTF_8);
        }

        private static String value(Object value) {
            if (value instanceof String text) {
                return '"' + new String(Escaping.json(text), UTF_8) + '"';
            }
            try {
                return JSON.writeValueAsString(value);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
