package dev.caravan.provider.google;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a result line means. */
public final class Judgement {
    private static final Set<String> BLOCKED = Set.of(
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "MODEL_ARMOR",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");

    private final ResultLine line;

    private Judgement(ResultLine line) {
        this.line = line;
    }

    public static ProviderResult of(ResultLine line) {
        return new Judgement(line).judge();
    }

    private ProviderResult judge() {
        if (line.error.there()) {
            String word = line.error.word();
            return failed(Rpc.outcome(word), word, line.error.sentence());
        }
        if (!line.answered) {
            return failed(Outcome.TRANSIENT, "no_response", "The line holds neither an answer nor an error");
        }
        if (line.vector != null) {
            return result(Outcome.OK, line.vector, "ok", "");
        }
        if (line.blockReason != null) {
            return failed(
                    Outcome.BLOCKED,
                    line.blockReason,
                    line.blockMessage != null ? line.blockMessage : "The prompt was blocked: " + line.blockReason);
        }
        return judgeFinish(line.finish == null ? "" : line.finish);
    }

    private ProviderResult judgeFinish(String finish) {
        String answer = line.text == null ? null : line.text.toString();
        if (finish.equals("STOP")) {
            return answer == null
                    ? failed(Outcome.TRANSIENT, "no_answer", "The answer holds no text")
                    : result(Outcome.OK, answer, "ok", "");
        }
        if (finish.equals("MAX_TOKENS")) {
            return result(Outcome.TRUNCATED, answer, "truncated", "The answer was cut off at its length limit");
        }
        if (BLOCKED.contains(finish)) {
            return failed(Outcome.BLOCKED, finish, sentence("The answer was blocked: " + finish));
        }
        if (finish.isEmpty()) {
            return failed(Outcome.BLOCKED, "no_candidate", "The answer holds no finished candidate");
        }
        return failed(Outcome.TRANSIENT, finish, sentence("The answer ended as " + finish));
    }

    private String sentence(String otherwise) {
        return line.finishMessage == null || line.finishMessage.isBlank() ? otherwise : line.finishMessage;
    }

    private ProviderResult failed(Outcome outcome, String code, String detail) {
        return result(outcome, null, code, detail);
    }

    private ProviderResult result(Outcome outcome, @Nullable String answer, String code, String detail) {
        Tokens tokens = new Tokens(line.in, line.cached, line.out, line.thoughts);
        return new ProviderResult(line.customId, outcome, answer, code, detail, tokens, line.responseId, line.model);
    }
}
