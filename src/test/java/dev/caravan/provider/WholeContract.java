package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.responses.Response;
import dev.caravan.provider.Whole.Answer;
import dev.caravan.provider.Whole.Refusal;
import dev.caravan.provider.whole.ExactJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every protocol must do with chats that callers wrote whole. */
public abstract class WholeContract {
    protected static final String ID = "ck3f9a20-1z-1";
    protected static final Instant AT = Instant.ofEpochSecond(1767225600);

    protected static final String PLAIN = """
            {"model":"theirs","messages":[{"role":"system","content":"Be kind."},{"role":"developer","content":"Be brief."},\
            {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello."},{"role":"user","content":\
            [{"type":"text","text":"Zoë \\"asks\\""}]}],"max_completion_tokens":300,"temperature":0.20,\
            "user":"u-1","metadata":{"a":"b"},"store":false}""";
    protected static final String TOOLS = """
            {"messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1",\
            "type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\",\\"at\\":1.50}"}}]},{"role":"tool",\
            "tool_call_id":"call_1","content":"5 degrees"},{"role":"user","content":"And?"}],"tools":[{"type":"function",\
            "function":{"name":"weather","description":"Says it","parameters":{"type":"object","properties":{"city":\
            {"type":"string"}},"required":["city"]}}}],"tool_choice":"required","max_tokens":300}""";
    protected static final String IMAGE = """
            {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}},\
            {"type":"text","text":"What?"}]}],"max_tokens":300}""";
    protected static final String SCHEMA = """
            {"messages":[{"role":"user","content":"Hi"}],"max_tokens":300,"response_format":{"type":"json_schema","json_schema":\
            {"name":"ticket","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],\
            "additionalProperties":false}}}}""";
    private static final String RESPONSES = """
            {"model":"theirs","instructions":"Be kind.","input":[{"role":"developer","content":"Be brief."},{"role":"user",\
            "content":"Hi"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello."}]},\
            {"role":"user","content":[{"type":"input_text","text":"Zoë \\"asks\\""}]}],"max_output_tokens":300,\
            "temperature":0.20,"user":"u-1","metadata":{"a":"b"},"store":false}""";

    protected abstract Protocol protocol();

    /** For chats, and responses by way of them. */
    protected abstract RequestShape shape();

    /** The whole line for {@link #PLAIN}. */
    protected abstract String plainLine();

    /** The whole line for {@link #TOOLS}; empty where tools are refused. */
    protected abstract String toolsLine();

    /** A part of the line for {@link #IMAGE}; empty where images are refused. */
    protected abstract String imagePart();

    /** A part of the line for {@link #SCHEMA}; empty where schemas are refused. */
    protected abstract String schemaPart();

    /** Result lines for {@link #ID}: the answer "Hello" with 9 tokens in and 5 out. */
    protected abstract String textLine();

    /** Calls the function weather with id call_7; empty where there are no tools. */
    protected abstract String callLine();

    /** Cut off at its limit, with the text "Hel". */
    protected abstract String cutLine();

    /** Refused or filtered with success; its finish reason is content_filter. */
    protected abstract String refusedLine();

    /** Failed because the request is wrong, in the provider's words "too long". */
    protected abstract String failedLine();

    /** What {@link #textLine} becomes. */
    protected abstract String textAnswer();

    /** Whether fields that Caravan does not know go to the provider, which judges them. */
    protected boolean passes() {
        return false;
    }

    protected static String completion(String id, String model, String choice, int cached, int reasoning) {
        return "{\"id\":\"" + id + "\",\"object\":\"chat.completion\",\"created\":1767225600,\"model\":\"" + model
                + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + choice
                + "\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,\"total_tokens\":14,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":" + cached
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":" + reasoning + "}}}";
    }

    protected static String hello() {
        return "\"content\":\"Hello\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop";
    }

    protected final Whole whole(Asked asked) {
        return protocol().whole(shape().whole(asked));
    }

    protected static JsonNode tree(String json) {
        try {
            return ExactJson.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected static String line(Whole whole, String body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        whole.write(ID, tree(body), out);
        return out.toString(UTF_8);
    }

    protected final List<String> refused(String body) {
        return whole(Asked.CHAT).problems(tree(body)).stream()
                .map(Refusal::field)
                .toList();
    }

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

    /** Where bodies pass: the line for the responses request that says what {@link #PLAIN} says. */
    protected String responsesLine() {
        return "";
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
    void anAnswerIsAChatCompletionThatOpenAisOwnClientAccepts() throws IOException {
        Answer answer = answer(Asked.CHAT, textLine());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString(textAnswer());
        ObjectMappers.jsonMapper()
                .readValue(answer.body().toString(), ChatCompletion.class)
                .validate();
    }

    @Test
    void anAnswerIsAResponseThatOpenAisOwnClientAccepts() throws IOException {
        assumeThat(passes()).isFalse();
        for (String line : List.of(textLine(), cutLine(), refusedLine())) {
            Answer answer = whole(Asked.RESPONSES).answer(tree(RESPONSES), line.getBytes(UTF_8), AT);
            assertThat(answer.status()).isEqualTo(200);
            ObjectMappers.jsonMapper()
                    .readValue(answer.body().toString(), Response.class)
                    .validate();
        }
        Answer answer =
                whole(Asked.RESPONSES).answer(tree(RESPONSES), textLine().getBytes(UTF_8), AT);
        assertThat(answer.body().path("output").path(0).path("content")).hasToString("""
                [{"type":"output_text","text":"Hello","annotations":[]}]""");
        assertThat(answer.body().path("usage").path("total_tokens").asInt()).isEqualTo(14);
    }

    @Test
    void whatTheProviderAnsweredIsOkAndKeptAsItStands() {
        for (String line : List.of(textLine(), cutLine(), refusedLine(), callLine())) {
            if (line.isEmpty()) {
                continue;
            }
            ProviderResult read = read(line);
            assertThat(read.outcome()).as(line).isEqualTo(Outcome.OK);
            assertThat(read.answer()).isEqualTo(line);
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

    protected static RequestShape shape(String endpoint, String model, Map<String, Object> parameters) {
        return new RequestShape(endpoint, model, null, parameters, null, "answer");
    }
}
