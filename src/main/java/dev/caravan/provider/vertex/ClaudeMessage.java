package dev.caravan.provider.vertex;

import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.Walk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Claude's answer in a row: the text blocks are the answer, whatever other blocks stand between them. */
final class ClaudeMessage {
    private final StringBuilder text = new StringBuilder();
    private boolean there;
    private @Nullable String stop;
    private @Nullable String explanation;
    private @Nullable String id;
    private @Nullable String model;
    private int input;
    private int cacheRead;
    private int cacheWritten;
    private int output;
    private int thinking;

    void read(JsonParser parser) throws IOException {
        Walk walk = new Walk(parser);
        walk.object(name -> {
            there = true;
            switch (name) {
                case "id" -> id = walk.text();
                case "model" -> model = walk.text();
                case "stop_reason" -> stop = walk.text();
                case "stop_details" -> walk.object(field -> details(walk, field));
                case "content" -> walk.array(() -> block(walk));
                case "usage" -> walk.object(field -> usage(walk, field));
                default -> walk.skip();
            }
        });
    }

    ProviderResult judge(@Nullable String customId) {
        if (!there) {
            return result(
                    customId, Outcome.TRANSIENT, null, "no_response", "The line holds neither an answer nor an error");
        }
        String answer = text.isEmpty() ? null : text.toString();
        String reason = stop == null ? "" : stop;
        return switch (reason) {
            case "end_turn", "stop_sequence" ->
                answer == null
                        ? result(customId, Outcome.TRANSIENT, null, "no_answer", "The answer holds no text")
                        : result(customId, Outcome.OK, answer, "ok", "");
            case "max_tokens", "model_context_window_exceeded" ->
                result(customId, Outcome.TRUNCATED, answer, "truncated", "The answer was cut off at its length limit");
            case "refusal" ->
                result(
                        customId,
                        Outcome.REFUSED,
                        null,
                        "refused",
                        explanation == null ? "The model declined to answer" : explanation);
            default ->
                result(
                        customId,
                        Outcome.TRANSIENT,
                        null,
                        reason.isEmpty() ? "no_answer" : reason,
                        "The answer ended as \"" + reason + "\"");
        };
    }

    private void block(Walk walk) throws IOException {
        @Nullable String[] found = new String[2];
        walk.object(name -> {
            switch (name) {
                case "type" -> found[0] = walk.text();
                case "text" -> found[1] = walk.text();
                default -> walk.skip();
            }
        });
        if ("text".equals(found[0]) && found[1] != null) {
            text.append(found[1]);
        }
    }

    private void details(Walk walk, String name) throws IOException {
        if (name.equals("explanation")) {
            explanation = walk.text();
        } else {
            walk.skip();
        }
    }

    private void usage(Walk walk, String name) throws IOException {
        switch (name) {
            case "input_tokens" -> input = walk.number();
            case "cache_read_input_tokens" -> cacheRead = walk.number();
            case "cache_creation_input_tokens" -> cacheWritten = walk.number();
            case "output_tokens" -> output = walk.number();
            case "output_tokens_details" -> thinking = walk.numberIn("thinking_tokens");
            default -> walk.skip();
        }
    }

    private ProviderResult result(
            @Nullable String customId, Outcome outcome, @Nullable String answer, String code, String detail) {
        Tokens tokens = new Tokens(input + cacheRead + cacheWritten, cacheRead, output, thinking);
        return new ProviderResult(customId, outcome, answer, code, detail, tokens, id, model);
    }
}
