package dev.caravan.provider.whole;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered to a chat, in words that every provider has.
 *
 * @param text null if it said nothing
 * @param finish stop, length, tool_calls or content_filter
 * @param refusal why there is no answer; null if there is one
 */
public record Said(
        @Nullable String text,
        List<Called> calls,
        String finish,
        @Nullable String refusal) {

    /**
     * The model calls a function.
     *
     * @param arguments JSON as the model wrote it
     * @param signature what Gemini wants to see again with the call; null for none
     */
    public record Called(
            String id,
            String name,
            String arguments,
            @Nullable String signature) {}

    /** Joins the texts of one answer; an answer that calls a tool says so, however the provider names its end. */
    public static Said of(StringBuilder text, List<Called> calls, String finish, @Nullable String refusal) {
        boolean stopped = finish.equals("stop") && !calls.isEmpty();
        return new Said(
                text.isEmpty() ? null : text.toString(), List.copyOf(calls), stopped ? "tool_calls" : finish, refusal);
    }
}
