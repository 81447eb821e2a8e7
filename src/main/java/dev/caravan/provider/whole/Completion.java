package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.whole.Said.Called;
import java.time.Instant;

/** Writes a {@code chat.completion}. */
final class Completion {
    private Completion() {}

    /** @param model where the provider did not tell which it was */
    static ObjectNode of(Said said, ProviderResult result, String model, Instant created) {
        ObjectNode completion = JsonNodeFactory.instance.objectNode();
        completion.put("id", "chatcmpl-" + id(result));
        completion.put("object", "chat.completion");
        completion.put("created", created.getEpochSecond());
        completion.put("model", result.model() == null ? model : result.model());
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", said.text()).put("refusal", said.refusal());
        if (!said.calls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            said.calls().forEach(call -> call(call, calls.addObject()));
        }
        choice.putNull("logprobs").put("finish_reason", said.finish());
        usage(completion, result.tokens());
        return completion;
    }

    /** The signature stands where Google's own layer for OpenAI's clients has it. */
    private static void call(Called call, ObjectNode into) {
        into.put("id", call.id()).put("type", "function");
        into.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        if (call.signature() != null) {
            into.putObject("extra_content").putObject("google").put("thought_signature", call.signature());
        }
    }

    static String id(ProviderResult result) {
        String id = result.requestId() == null ? result.customId() : result.requestId();
        return id == null ? "0" : id;
    }

    private static void usage(ObjectNode completion, Tokens tokens) {
        ObjectNode usage = completion.putObject("usage");
        usage.put("prompt_tokens", tokens.in());
        usage.put("completion_tokens", tokens.out());
        usage.put("total_tokens", tokens.in() + tokens.out());
        usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cached());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
    }
}
