package dev.caravan.provider.openai;

import java.time.Clock;

/** The conversation for tests of other packages. */
public final class OpenAiTestAccess {
    private OpenAiTestAccess() {}

    public static OpenAiConversation conversation(Clock clock) {
        return new OpenAiConversation(new OpenAiFailures(clock));
    }
}
