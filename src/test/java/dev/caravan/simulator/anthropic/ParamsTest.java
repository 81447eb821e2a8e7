package dev.caravan.simulator.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.RunningSimulator;
import dev.caravan.simulator.core.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a request may ask of its model; found out only when it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParamsTest {
    private static final String OPEN = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
    private static final String CLOSED =
            "{\"type\":\"object\",\"properties\":{\"note_id\":{\"type\":\"string\"}},\"required\":[\"note_id\"],\"additionalProperties\":false}";

    private AnthropicSimulator simulator;

    @BeforeAll
    void start(@TempDir Path data) {
        simulator = new AnthropicSimulator(data);
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    /** Runs requests of which each has these params on top of plain ones; a null takes a param away. */
    private Map<String, JsonNode> run(Map<String, String> changes) throws Exception {
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        changes.forEach((id, change) -> {
            ObjectNode params = requests.addObject().put("custom_id", id).putObject("params");
            params.setAll(
                    (ObjectNode)
                            RunningSimulator.json(
                                    "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":4000,\"messages\":[{\"role\":\"user\",\"content\":\"note_id: N-1\"}]}"));
            params.setAll((ObjectNode) RunningSimulator.json("{" + change + "}"));
            params.properties().removeIf(param -> param.getValue().isNull());
        });
        return simulator.run(Json.write(body));
    }

    @Test
    void refusesWhatAModelDoesNotTake() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        String[][] cases = {
            {"\"betas\":[\"x\"]", "betas: Extra inputs are not permitted"},
            {"\"messages\":null", "messages: Field required"},
            {"\"max_tokens\":null", "max_tokens: Field required"},
            {"\"max_tokens\":0", "max_tokens: Input should be greater than or equal to 1"},
            {"\"messages\":[]", "messages: at least one message is required"},
            {
                "\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]",
                "messages.0.role: Input should be 'user' or 'assistant'"
            },
            {"\"stream\":true", "stream: Streaming is not supported in batches"},
            {"\"model\":\"claude-opus-5\",\"temperature\":0.5", "`temperature` is not supported by this model"},
            {
                "\"temperature\":0.5,\"top_p\":0.5",
                "`temperature` and `top_p` cannot both be specified for this model. Please use only one"
            },
            {"\"thinking\":{\"type\":\"adaptive\"}", "\"thinking.type.adaptive\" is not supported for this model"},
            {
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1000}",
                "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
            },
            {
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4000}",
                "`max_tokens` must be greater than `thinking.budget_tokens`"
            },
            {
                "\"model\":\"claude-opus-4-7\",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}",
                "\"thinking.type.enabled\" is not supported for this model"
            },
            {
                "\"model\":\"claude-opus-5-5\",\"thinking\":{\"type\":\"disabled\"}",
                "\"thinking.type.disabled\" is not supported for this model"
            },
            {"\"output_config\":{\"effort\":\"low\"}", "This model does not support the effort parameter"},
            {
                "\"model\":\"claude-sonnet-4-6\",\"output_config\":{\"effort\":\"xhigh\"}",
                "output_config.effort: Input should be one of [high, low, max, medium] for this model"
            },
            {
                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":" + OPEN + "}}",
                "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false"
            },
            {
                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"integer\",\"minimum\":1}}}",
                "output_config.format.schema: For 'integer' type, property 'minimum' is not supported"
            },
            {
                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/a\"}}}}}}",
                "output_config.format.schema: Recursive schemas are not supported ('#/$defs/a')"
            },
            {
                "\"model\":\"claude-opus-4-6\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"{\"}]",
                "This model does not support assistant message prefill. The conversation must end with a user message"
            },
            {
                "\"model\":\"claude-opus-5-5\",\"tools\":[{\"name\":\"t\",\"input_schema\":" + CLOSED
                        + "}],\"tool_choice\":{\"type\":\"tool\",\"name\":\"t\"}",
                "tool_choice: This model does not support forced tool use"
            },
            {
                "\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(800_004) + "\"}]",
                "prompt is too long: 200001 tokens > 200000 maximum"
            },
        };
        for (int i = 0; i < cases.length; i++) {
            wrong.put("case-%02d".formatted(i), cases[i][0]);
            expected.put("case-%02d".formatted(i), cases[i][1]);
        }
        Map<String, String> messages = new LinkedHashMap<>();
        run(wrong).forEach((id, result) -> {
            assertThat(result.at("/error/error/type").asText()).as(id).isEqualTo("invalid_request_error");
            assertThat(result.at("/error/request_id").isNull()).isTrue();
            messages.put(id, result.at("/error/error/message").asText());
        });
        assertThat(messages).isEqualTo(expected);
    }

    @Test
    void answersInTheShapeThatWasAskedFor() throws Exception {
        Map<String, JsonNode> rows = run(
                Map.of(
                        "schema", "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":" + CLOSED + "}}",
                        "tool",
                                "\"tools\":[{\"name\":\"t\",\"input_schema\":" + CLOSED
                                        + "}],\"tool_choice\":{\"type\":\"any\"}",
                        "budget", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}",
                        "always", "\"model\":\"claude-opus-5-5\"",
                        "omitted",
                                "\"model\":\"claude-opus-5\",\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},\"output_config\":{\"effort\":\"max\"}",
                        "cached",
                                "\"system\":[{\"type\":\"text\",\"text\":\"12345678\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]"));

        assertThat(rows.get("schema").at("/message/content/0/text").asText()).isEqualTo("{\"note_id\":\"N-1\"}");
        assertThat(rows.get("tool").at("/message/content/0/input").toString()).isEqualTo("{\"note_id\":\"N-1\"}");
        assertThat(rows.get("tool").at("/message/stop_reason").asText()).isEqualTo("tool_use");
        for (String thinking : new String[] {"budget", "always", "omitted"}) {
            JsonNode message = rows.get(thinking).path("message");
            assertThat(message.at("/content/0/type").asText()).as(thinking).isEqualTo("thinking");
            assertThat(message.at("/content/0/thinking").asText().isEmpty()).isEqualTo(thinking.equals("omitted"));
            assertThat(message.at("/content/1/type").asText()).isEqualTo("text");
            assertThat(message.at("/usage/output_tokens_details/thinking_tokens")
                            .asInt())
                    .isEqualTo(thinking.equals("omitted") ? 256 : 128);
        }
        JsonNode usage = rows.get("cached").at("/message/usage");
        assertThat(usage.path("cache_read_input_tokens").asInt()
                        + usage.path("cache_creation_input_tokens").asInt())
                .isEqualTo(2);
        assertThat(usage.path("input_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void goesByTheHeadersOfTheCreate() throws Exception {
        String body = """
                {"requests":[
                {"custom_id":"long","params":{"model":"claude-opus-5","max_tokens":200000,"messages":[{"role":"user","content":"x"}]}},
                {"custom_id":"small","params":{"model":"claude-haiku-4-5","max_tokens":200000,"messages":[{"role":"user","content":"x"}]}},
                {"custom_id":"warm","params":{"model":"claude-haiku-4-5","max_tokens":10,"temperature":0.5,"messages":[{"role":"user","content":"x"}]}}
                ]}""";
        assertThat(outcomes(simulator.run(body)))
                .containsEntry(
                        "long",
                        "max_tokens: 200000 > 128000, which is the maximum allowed number of output tokens for claude-opus-5")
                .containsEntry("warm", "succeeded");
        assertThat(outcomes(simulator.run(
                        body,
                        "x-api-key",
                        "k",
                        "anthropic-version",
                        "2026-10-21",
                        "anthropic-beta",
                        "other-1,output-300k-2026-03-24")))
                .containsEntry("long", "succeeded")
                .containsEntry(
                        "small",
                        "max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5")
                .containsEntry("warm", "temperature: Extra inputs are not permitted");
    }

    private static Map<String, String> outcomes(Map<String, JsonNode> rows) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        rows.forEach((id, row) -> outcomes.put(
                id, row.at("/error/error/message").asText(row.path("type").asText())));
        return outcomes;
    }

    @Test
    void twistsLinesAsScripted() throws Exception {
        for (String twist : new String[] {"error", "rate-limit", "refusal", "content-filter", "status-0", "missing"}) {
            simulator.faults("[{\"on\":\"line\",\"match\":{\"customId\":\"" + twist + "\"},\"do\":\"" + twist + "\"}]");
        }
        Map<String, JsonNode> rows = run(Map.of(
                "error", "", "rate-limit", "", "refusal", "", "content-filter", "", "status-0", "", "missing", ""));
        assertThat(rows.get("error").at("/error/error/type").asText()).isEqualTo("api_error");
        assertThat(rows.get("rate-limit").at("/error/error/type").asText()).isEqualTo("rate_limit_error");
        for (String refusal : new String[] {"refusal", "content-filter"}) {
            JsonNode message = rows.get(refusal).path("message");
            assertThat(message.path("stop_reason").asText()).isEqualTo("refusal");
            assertThat(message.path("content")).isEmpty();
            assertThat(message.at("/stop_details/type").asText()).isEqualTo("refusal");
        }
        assertThat(rows.get("status-0").isNull()).isTrue();
        assertThat(rows).doesNotContainKey("missing");
    }
}
