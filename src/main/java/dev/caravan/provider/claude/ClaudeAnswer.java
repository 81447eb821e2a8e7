package dev.caravan.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Said.Called;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the message that Claude answered. Its thoughts are no part of the answer. */
public final class ClaudeAnswer {
    private ClaudeAnswer() {}

    public static Said of(JsonNode message) {
        StringBuilder text = new StringBuilder();
        List<Called> calls = new ArrayList<>();
        for (JsonNode block : message.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "tool_use" ->
                    calls.add(new Called(
                            block.path("id").asText(),
                            block.path("name").asText(),
                            block.path("input").toString(),
                            null));
                default -> {
                    // Thoughts, and what later models may add.
                }
            }
        }
        String stop = message.path("stop_reason").asText();
        return Said.of(text, calls, finish(stop), stop.equals("refusal") ? refusal(message) : null);
    }

    private static String finish(String stop) {
        return switch (stop) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    private static @Nullable String refusal(JsonNode message) {
        JsonNode details = message.path("stop_details");
        String category = details.path("category").asText("The model declined to answer");
        return details.path("explanation").asText(category);
    }
}
