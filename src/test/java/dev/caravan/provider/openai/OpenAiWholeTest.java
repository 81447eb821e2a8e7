package dev.caravan.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Asked;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.Whole;
import dev.caravan.provider.Whole.Refusal;
import dev.caravan.provider.WholeContract;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiWholeTest extends WholeContract {
    private static final String START = "{\"custom_id\":\"" + ID
            + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"small-1\",";

    @Override
    protected Protocol protocol() {
        return new OpenAiProtocol();
    }

    @Override
    protected RequestShape shape() {
        return shape(OpenAiProtocol.CHAT, "small-1", Map.of());
    }

    @Override
    protected boolean passes() {
        return true;
    }

    private static String passed(String body) {
        return START + body.replace("\"model\":\"theirs\",", "").substring(1) + "}";
    }

    @Override
    protected String plainLine() {
        return passed(PLAIN);
    }

    @Override
    protected String responsesLine() {
        return START + """
                "messages":[{"role":"system","content":"Be kind."},{"role":"developer","content":"Be brief."},\
                {"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"text","text":"Hello."}]},\
                {"role":"user","content":[{"type":"text","text":"Zoë \\"asks\\""}]}],"max_completion_tokens":300,\
                "temperature":0.20,"user":"u-1","metadata":{"a":"b"},"store":false}}
                """;
    }

    @Override
    protected String toolsLine() {
        return passed(TOOLS);
    }

    @Override
    protected String imagePart() {
        return passed(IMAGE);
    }

    @Override
    protected String schemaPart() {
        return passed(SCHEMA);
    }

    private static String answered(int status, String body) {
        return "{\"id\":\"batch_req_1\",\"custom_id\":\"" + ID + "\",\"response\":{\"status_code\":" + status
                + ",\"request_id\":\"req_7\",\"body\":" + body + "},\"error\":null}";
    }

    private static String chat(String choice) {
        return answered(200, completion("chatcmpl-x1", "small-1-2026", choice, 2, 1));
    }

    @Override
    protected String path() {
        return "/chat/completions";
    }

    @Override
    protected String refusal() {
        return "{\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";
    }

    @Override
    protected String textLine() {
        return chat(hello());
    }

    @Override
    protected String callLine() {
        return chat(
                "\"content\":null,\"refusal\":null,\"tool_calls\":[{\"id\":\"call_7\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]},\"logprobs\":null,"
                        + "\"finish_reason\":\"tool_calls");
    }

    @Override
    protected String cutLine() {
        return chat(hello().replace("Hello", "Hel").replace("stop", "length"));
    }

    @Override
    protected String refusedLine() {
        return chat(hello().replace("stop", "content_filter"));
    }

    @Override
    protected String failedLine() {
        return answered(
                400,
                "{\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":null}}");
    }

    @Override
    protected String textAnswer() {
        return completion("chatcmpl-x1", "small-1-2026", hello(), 2, 1);
    }

    @Test
    void theParametersAndTheThinkingOfTheBatchModelAreWhatAnyoneGetsWhoSaysNothingElse() throws IOException {
        Whole whole = protocol()
                .whole(new RequestShape(
                                OpenAiProtocol.CHAT,
                                "small-1",
                                "low",
                                Map.of("max_completion_tokens", 9, "temperature", 1),
                                null,
                                "t")
                        .whole(Asked.CHAT));
        String said = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        assertThat(line(whole, said + "}"))
                .endsWith(",\"max_completion_tokens\":9,\"temperature\":1,\"reasoning_effort\":\"low\"}}\n");
        assertThat(line(whole, said + ",\"max_tokens\":5,\"temperature\":0,\"reasoning_effort\":\"high\"}"))
                .endsWith(",\"max_tokens\":5,\"temperature\":0,\"reasoning_effort\":\"high\"}}\n");
    }

    @Test
    void whatTheAccountDoesOtherwiseIsHeeded() throws IOException {
        RequestShape shape = shape(OpenAiProtocol.CHAT, "small-1", Map.of())
                .with(Map.of(
                        "line", "body",
                        "model-at", "job",
                        "schema-as", "json_object",
                        "think-tags", "strip",
                        "thinking-fields", "{\"high\":{\"enable_thinking\":true}}"))
                .whole(Asked.CHAT);
        Whole whole = protocol().whole(shape);
        String said =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"response_format\":{},\"reasoning_effort\":";
        assertThat(line(whole, said + "\"high\"}"))
                .isEqualTo(
                        "{\"custom_id\":\"" + ID + "\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                                + "\"enable_thinking\":true}}\n");
        assertThat(whole.problems(tree(said + "\"low\"}")))
                .containsExactly(new Refusal("reasoning_effort", "not supported by this provider: it knows high"));
        assertThat(whole.problems(tree(SCHEMA)))
                .containsExactly(
                        new Refusal("response_format", "not supported by this provider: it takes json_object at most"));
        String thought = textLine().replace("\"Hello\"", "\"<think>so\\nso</think>Hello\"");
        assertThat(whole.answer(tree(PLAIN), thought.getBytes(UTF_8), AT).body())
                .hasToString(textAnswer());
    }

    @Test
    void responsesAndEmbeddingsPassAsTheyAre() throws IOException {
        RequestShape responses = shape(OpenAiProtocol.RESPONSES, "small-1", Map.of());
        Whole whole = protocol().whole(responses.whole(Asked.RESPONSES));
        assertThat(line(whole, "{\"input\":\"Hi\",\"model\":\"theirs\",\"tools\":[{\"type\":\"web_search\"}]}"))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"method\":\"POST\",\"url\":\"/v1/responses\",\"body\":"
                        + "{\"model\":\"small-1\",\"input\":\"Hi\",\"tools\":[{\"type\":\"web_search\"}]}}\n");
        assertThat(whole.problems(tree("{\"background\":true}")).stream().map(Refusal::field))
                .containsExactly("input", "background");
        String response =
                "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":5,\"model\":\"m\",\"status\":\"incomplete\","
                        + "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[]}";
        assertThat(whole.answer(tree("{}"), answered(200, response).getBytes(UTF_8), AT)
                        .body())
                .hasToString(response);

        RequestShape vectors = shape(OpenAiProtocol.EMBEDDINGS, "embed-1", Map.of("dimensions", 256));
        Whole embeddings = protocol().whole(vectors.whole(Asked.EMBEDDINGS));
        assertThat(line(embeddings, "{\"input\":[[1,2],[3]],\"encoding_format\":\"base64\"}"))
                .isEqualTo(
                        "{\"custom_id\":\"" + ID + "\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":"
                                + "{\"model\":\"embed-1\",\"input\":[[1,2],[3]],\"encoding_format\":\"base64\",\"dimensions\":256}}\n");
        String list = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5]}],"
                + "\"model\":\"embed-1\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";
        assertThat(embeddings
                        .answer(tree("{}"), answered(200, list).getBytes(UTF_8), AT)
                        .body())
                .hasToString(list);
    }

    @Test
    void theProvidersOwnErrorsComeThroughWithTheirStatusButNotThoseOfTheCredential() {
        Whole whole = whole(Asked.CHAT);
        String error =
                "{\"error\":{\"message\":\"slow down\",\"type\":\"rate\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}";
        Whole.Answer limited = whole.answer(tree(PLAIN), answered(429, error).getBytes(UTF_8), AT);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.body()).hasToString(error);
        Whole.Answer denied = whole.answer(tree(PLAIN), answered(401, error).getBytes(UTF_8), AT);
        assertThat(denied.status()).isEqualTo(502);
        String expired = "{\"custom_id\":\"" + ID
                + "\",\"response\":null,\"error\":{\"code\":\"batch_expired\",\"message\":\"late\"}}";
        assertThat(whole.answer(tree(PLAIN), expired.getBytes(UTF_8), AT).body())
                .hasToString(
                        "{\"error\":{\"message\":\"late\",\"type\":\"server_error\",\"param\":null,\"code\":\"batch_expired\"}}");
    }
}
