package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Whole.Answer;
import dev.caravan.provider.Whole.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every protocol must do with chats that callers wrote whole. */
public abstract class WholeContract extends RealTimeContract {
    private Answer answer(Asked asked, String line) {
        return whole(asked).answer(tree(PLAIN), line.getBytes(UTF_8), AT);
    }

    private ProviderResult read(String line) {
        byte[] padded = ("##" + line + "##").getBytes(UTF_8);
        return protocol().results(shape().whole(Asked.CHAT)).read(padded, 2, padded.length - 2);
    }

    private static JsonNode choice(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("choices").path(0);
    }

    @Test
    void writesAChatByteForByte() throws IOException {
        assertThat(whole(Asked.CHAT).problems(tree(PLAIN))).isEmpty();
        assertThat(line(whole(Asked.CHAT), PLAIN)).isEqualTo(plainLine() + "\n");
    }

    @Test
    void writesAResponsesRequestAsTheChatThatItIs() throws IOException {
        Whole whole = whole(Asked.RESPONSES);
        assertThat(whole.problems(tree(RESPONSES))).isEmpty();
        String chat = line(whole(Asked.CHAT), PLAIN);
        assertThat(line(whole, RESPONSES)).isEqualTo(passes() ? responsesLine() : chat);
    }

    @Test
    void writesToolsAndTheirResultsOrRefusesThem() throws IOException {
        if (toolsLine().isEmpty()) {
            assertThat(refused(TOOLS)).contains("tools", "messages[1].tool_calls[0]");
        } else {
            assertThat(line(whole(Asked.CHAT), TOOLS)).isEqualTo(toolsLine() + "\n");
        }
    }

    @Test
    void writesAnImageOrRefusesIt() throws IOException {
        if (imagePart().isEmpty()) {
            assertThat(refused(IMAGE)).containsExactly("messages[0].content[0].image_url.url");
        } else {
            assertThat(line(whole(Asked.CHAT), IMAGE)).contains(imagePart());
        }
    }

    @Test
    void asksForASchemaOrRefusesIt() throws IOException {
        if (schemaPart().isEmpty()) {
            assertThat(refused(SCHEMA)).containsExactly("response_format.json_schema");
        } else {
            assertThat(line(whole(Asked.CHAT), SCHEMA)).contains(schemaPart());
        }
    }

    @Test
    void refusesAStreamByNameAndWritesNothing() {
        String body = PLAIN.replace("\"store\":false", "\"stream\":true");
        assertThat(whole(Asked.CHAT).problems(tree(body)))
                .containsExactly(new Refusal("stream", "batches don't stream: leave it out, or say false"));
        assertThatThrownBy(() -> line(whole(Asked.CHAT), body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The request " + ID
                        + " can't be sent: stream: batches don't stream: leave it out, or say false");
        assertThat(refused("{}")).contains("messages");
        assertThat(whole(Asked.CHAT).problems(tree("[]"))).contains(new Refusal("", "the body must be a JSON object"));
    }

    @Test
    void refusesByNameWhatItHasNothingFor() {
        assumeThat(passes()).isFalse();
        ObjectNode body = (ObjectNode) tree(PLAIN);
        body.put("n", 2).put("verbosity", "low").put("logprobs", true).put("presence_penalty", 0);
        body.putObject("logit_bias");
        ((ObjectNode) body.path("messages").path(2)).put("name", "Zoë");
        assertThat(whole(Asked.CHAT).problems(body).stream().map(Refusal::field))
                .containsExactlyInAnyOrder("n", "verbosity", "logprobs", "messages[2].name");
        assertThat(refused(PLAIN.replace("\"Hi\"", "[{\"type\":\"input_audio\"}]")))
                .containsExactly("messages[2].content[0].type");
        assertThat(refused(PLAIN.replace("\"assistant\"", "\"function\""))).containsExactly("messages[3].role");
    }

    @Test
    void namesWhatIsRefusedAsTheCallerOfResponsesNamesIt() {
        assumeThat(passes()).isFalse();
        ObjectNode body = (ObjectNode) tree(RESPONSES);
        body.put("previous_response_id", "resp_1").put("max_output_tokens", 0);
        ((ObjectNode) body.path("input").path(3).path("content").path(0)).put("type", "input_file");
        body.putArray("tools").addObject().put("type", "web_search");
        body.putObject("text").putObject("format").put("type", "grammar");
        assertThat(whole(Asked.RESPONSES).problems(body).stream().map(Refusal::field))
                .contains(
                        "previous_response_id",
                        "max_output_tokens",
                        "input[3].content[0].type",
                        "tools[0].type",
                        "text.format.type");
    }

    @Test
    void anAnswerIsAChatCompletion() {
        Answer answer = answer(Asked.CHAT, textLine());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString(textAnswer());
    }

    @Test
    void anAnswerIsAResponseIfThatWasAsked() {
        Answer answer =
                whole(Asked.RESPONSES).answer(tree(RESPONSES), textLine().getBytes(UTF_8), AT);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("object").asText()).isEqualTo("response");
        assertThat(answer.body().path("instructions").asText()).isEqualTo("Be kind.");
        assertThat(answer.body().path("output").path(0).path("content")).hasToString("""
                [{"type":"output_text","text":"Hello","annotations":[]}]""");
        assertThat(answer.body().path("usage").path("total_tokens").asInt()).isEqualTo(14);
    }

    @Test
    void whatTheProviderAnsweredIsOkAndWhatIsKeptOfItAnswersTheCaller() {
        for (String line : List.of(textLine(), cutLine(), refusedLine(), callLine())) {
            if (line.isEmpty()) {
                continue;
            }
            ProviderResult read = read(line);
            assertThat(read.outcome()).as(line).isEqualTo(Outcome.OK);
            assertThat(read.answer()).isEqualTo(kept(line));
            assertThat(answer(Asked.CHAT, kept(line))).isEqualTo(answer(Asked.CHAT, line));
            assertThat(read.customId()).isEqualTo(ID);
        }
        assertThat(read(textLine()).tokens().in()).isEqualTo(9);
        assertThat(read(textLine()).tokens().out()).isEqualTo(5);
        assertThat(read(failedLine()).outcome()).isEqualTo(Outcome.INVALID_REQUEST);
    }

    @Test
    void theCallerSeesHowAnAnswerEnded() {
        JsonNode cut = choice(answer(Asked.CHAT, cutLine()));
        assertThat(cut.path("finish_reason").asText()).isEqualTo("length");
        assertThat(cut.path("message").path("content").asText()).isEqualTo("Hel");
        assertThat(choice(answer(Asked.CHAT, refusedLine()))
                        .path("finish_reason")
                        .asText())
                .isEqualTo("content_filter");
        if (!callLine().isEmpty()) {
            JsonNode call = choice(answer(Asked.CHAT, callLine()));
            assertThat(call.path("finish_reason").asText()).isEqualTo("tool_calls");
            assertThat(call.path("message").path("content").isNull()).isTrue();
            assertThat(call.path("message").path("tool_calls")).hasToString("""
                    [{"id":"call_7","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]""");
        }
    }

    @Test
    void aFailedLineIsAnErrorInOpenAisShape() {
        Answer failed = answer(Asked.CHAT, failedLine());
        assertThat(failed.status()).isEqualTo(400);
        assertThat(failed.body().path("error").path("message").asText()).isEqualTo("too long");
        assertThat(failed.body().path("error").path("type").asText()).isEqualTo("invalid_request_error");
        for (String broken :
                List.of("", "{", "[]", "{}", textLine().substring(0, textLine().length() / 2))) {
            Answer answer = answer(Asked.CHAT, broken);
            assertThat(answer.status()).as(broken).isEqualTo(502);
            assertThat(answer.body().path("error").path("message").asText()).isNotEmpty();
        }
    }

    @Test
    void anEndpointThatCantAnswerWhatIsAskedIsRefusedWhenTheTranslatorIsMade() {
        assertThatThrownBy(() -> protocol().whole(shape().whole(Asked.EMBEDDINGS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(shape().endpoint())
                .hasMessageContaining("/v1/embeddings");
        assertThatThrownBy(() -> protocol().whole(shape())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBodyWithAnythingAnywhereIsRefusedOrWritten() throws IOException {
        for (String body : List.of(PLAIN, TOOLS, IMAGE, SCHEMA)) {
            anythingAnywhere(whole(Asked.CHAT), tree(body));
        }
        anythingAnywhere(whole(Asked.RESPONSES), tree(RESPONSES));
    }

    private static void anythingAnywhere(Whole whole, JsonNode root) throws IOException {
        for (String pointer : pointers(root, "")) {
            for (String value : List.of("null", "true", "7", "\"\"", "\"x\"", "[]", "{}", "[{}]", "[7]")) {
                JsonNode body = root.deepCopy();
                JsonNode parent = body.at(pointer.substring(0, pointer.lastIndexOf('/')));
                String name = pointer.substring(pointer.lastIndexOf('/') + 1);
                if (parent instanceof ObjectNode object) {
                    object.set(name, tree(value));
                } else {
                    ((ArrayNode) parent).set(Integer.parseInt(name), tree(value));
                }
                if (whole.problems(body).isEmpty()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    whole.write(ID, body, out);
                    assertThat(tree(out.toString(UTF_8)).isObject())
                            .as(pointer + " " + value)
                            .isTrue();
                }
            }
        }
    }

    private static List<String> pointers(JsonNode node, String above) {
        List<String> pointers = new ArrayList<>();
        node.properties().forEach(field -> {
            pointers.add(above + "/" + field.getKey());
            pointers.addAll(pointers(field.getValue(), above + "/" + field.getKey()));
        });
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            pointers.add(above + "/" + i);
            pointers.addAll(pointers(node.path(i), above + "/" + i));
        }
        return pointers;
    }

    /** One that is small as it stands and would fill the memory if its references were written out. */
    @Test
    void aSchemaThatGrowsIsRefusedOrSentAsItStands() {
        assumeThat(schemaPart()).isNotEmpty();
        StringBuilder defs = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
            defs.append("\"d" + i + "\":{\"type\":\"object\",\"properties\":{\"a\":" + next + ",\"b\":" + next
                    + "},\"required\":[\"a\",\"b\"]},");
        }
        String schema =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/d0\"}},\"required\":[\"a\"],\"$defs\":{"
                        + defs + "\"d40\":{\"type\":\"string\"}}}";
        ObjectNode body = (ObjectNode) tree(SCHEMA);
        ((ObjectNode) body.at("/response_format/json_schema")).set("schema", tree(schema));
        assertThat(whole(Asked.CHAT).problems(body).stream().map(Refusal::field))
                .isSubsetOf("response_format");
    }

    @Test
    void noLineOfAnySortIsAnException() {
        Random random = new Random(6);
        Whole whole = whole(Asked.CHAT);
        for (String line : List.of(textLine(), callLine(), refusedLine(), failedLine())) {
            for (int i = 0; i < 300 && !line.isEmpty(); i++) {
                byte[] bytes = line.getBytes(UTF_8);
                bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:7x".charAt(random.nextInt(9));
                Answer answer = whole.answer(tree(PLAIN), bytes, AT);
                assertThat(answer.body().has("error")).isEqualTo(answer.status() != 200);
            }
        }
    }
}
