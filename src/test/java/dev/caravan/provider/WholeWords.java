package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Whole.Refusal;
import dev.caravan.provider.whole.ExactJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The requests and answers of {@link WholeContract}, and what each protocol's own words for them are. */
abstract class WholeWords {
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
    protected static final String RESPONSES = """
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

    /** What of a line is kept as the answer, where lines repeat the request. */
    protected String kept(String line) {
        return line;
    }

    /** Where bodies pass: the line for the responses request that says what {@link #PLAIN} says. */
    protected String responsesLine() {
        return "";
    }

    protected static RequestShape shape(String endpoint, String model, Map<String, Object> parameters) {
        return new RequestShape(endpoint, model, null, parameters, null, "answer");
    }
}
