package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.whole.ExactJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of docs/gateway.md says for each field and provider what the translators really do. */
class GatewayDocTest {
    private static final String TOOL =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":"
                    + "{\"a\":{\"type\":\"string\"}}}}}]";

    /** By the first cell of a row: what a request has that needs it. Rows that are not here have cells of another kind. */
    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("image as `data:` URL (png, jpeg, gif, webp)", image("data:image/png;base64,iVBORw==")),
            Map.entry("image as `https:` address", image("https://example.org/a.png")),
            Map.entry("`tools`, `tool_calls`, role tool", TOOL),
            Map.entry("`tool_choice`", TOOL + ",\"tool_choice\":\"required\""),
            Map.entry("`strict` of a function", TOOL.replace("\"name\"", "\"strict\":true,\"name\"")),
            Map.entry("`parallel_tool_calls: false`", TOOL + ",\"parallel_tool_calls\":false"),
            Map.entry(
                    "`response_format`: json_schema",
                    "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"type\":\"object\","
                            + "\"properties\":{\"a\":{\"type\":\"string\"}}}}}"),
            Map.entry("`response_format`: json_object", "\"response_format\":{\"type\":\"json_object\"}"),
            Map.entry("`reasoning_effort`", "\"reasoning_effort\":\"low\""),
            Map.entry("`max_tokens`, `max_completion_tokens`", "\"max_completion_tokens\":5000"),
            Map.entry("`temperature`", "\"temperature\":0.5"),
            Map.entry("`top_p`", "\"top_p\":0.5"),
            Map.entry("`stop`", "\"stop\":\"END\""),
            Map.entry("`seed`", "\"seed\":7"),
            Map.entry("`presence_penalty`, `frequency_penalty`", "\"presence_penalty\":0.5"),
            Map.entry("`n`", "\"n\":2"));

    private static String image(String url) {
        return "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url
                + "\"}}]}]";
    }

    private static Map<String, Whole> columns() {
        String claude = "anthropic.claude-haiku-4-5-20251001-v1:0";
        Map<String, Whole> columns = new LinkedHashMap<>();
        columns.put("Mistral", whole("mistral", "/v1/chat/completions", "mistral-small-latest"));
        columns.put("Anthropic", whole("anthropic", "/v1/messages", "claude-haiku-4-5"));
        columns.put("Gemini", whole("gemini", "generateContent", "gemini-2.5-flash"));
        columns.put("Vertex (Gemini)", whole("vertex", "generateContent", "gemini-2.5-flash"));
        columns.put("Vertex (Claude)", whole("vertex", "messages", "claude-haiku-4-5"));
        columns.put("Bedrock: Claude", whole("bedrock", "invoke", claude));
        columns.put("Bedrock: Nova", whole("bedrock", "invoke", "amazon.nova-lite-v1:0"));
        columns.put("Bedrock: Llama", whole("bedrock", "invoke", "meta.llama3-1-8b-instruct-v1:0"));
        columns.put("Bedrock: Converse", whole("bedrock", "converse", claude));
        return columns;
    }

    private static Whole whole(String protocol, String endpoint, String model) {
        RequestShape shape = new RequestShape(endpoint, model, null, Map.of(), null, "a");
        return Protocols.installed().get(protocol).whole(shape.whole(Asked.CHAT));
    }

    private static boolean refuses(Whole whole, String sample) throws IOException {
        ObjectNode body =
                (ObjectNode) ExactJson.JSON.readTree("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        body.setAll((ObjectNode) ExactJson.JSON.readTree("{" + sample + "}"));
        if (sample.contains("reasoning_effort")) {
            body.put("max_tokens", 5000);
        }
        return !whole.problems(body).isEmpty();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1, row.length() - 1).split("\\|"))
                .map(String::strip)
                .toList();
    }

    @Test
    void everyCellIsWhatTheTranslatorDoes() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/gateway.md"));
        int start = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("| field | Mistral | Anthropic |"))
                .findFirst()
                .orElseThrow());
        List<String> head = cells(lines.get(start));
        Map<String, Whole> columns = columns();
        assertThat(head.subList(1, head.size())).containsExactlyElementsOf(columns.keySet());
        List<String> wrong = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (int i = start + 2; lines.get(i).startsWith("|"); i++) {
            List<String> row = cells(lines.get(i));
            String sample = SAMPLES.get(row.get(0));
            for (int column = 1; sample != null && column < row.size(); column++) {
                seen.add(row.get(0));
                String cell = row.get(column);
                boolean said = cell.startsWith("refused") || cell.startsWith("–") || cell.startsWith("only");
                if (said != refuses(columns.get(head.get(column)), sample)) {
                    wrong.add(row.get(0) + " at " + head.get(column) + " is not \"" + cell + "\"");
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isEqualTo(new TreeSet<>(SAMPLES.keySet()));
    }
}
