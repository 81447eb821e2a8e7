package dev.caravan.submission;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Submissions.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a line has no result, for its caller: what is said of the record, and never what was asked or answered. */
record Failure(String code, String message) {

    static Failure of(Drops.Refusal refusal) {
        return new Failure(refusal.code(), refusal.detail());
    }

    /** @param detail what the provider said, or which rules the answer breaks; empty if nobody knows */
    static Failure of(Outcome record, String detail) {
        String code = record.code().isEmpty() ? record.state().name().toLowerCase(Locale.ROOT) : record.code();
        String what = switch (record.state()) {
            case INVALID_OUTPUT -> "The answer breaks a rule of the task, so it is not given out";
            case PROVIDER_ERROR -> "The provider could not answer";
            case HELD ->
                code.equals("cancelled") ? "Cancelled before it was answered" : "Held until a person lets it go";
            case DISCARDED -> "A person looked at the answer and rejected it";
            default -> "There is no answer";
        };
        return new Failure(code, detail.isEmpty() ? what : what + ": " + detail);
    }

    /** @param reason why the drop could not be read; null if it was */
    static Failure unread(@Nullable String reason) {
        return new Failure("not_read", reason == null ? "Nothing is known of this line any more" : reason);
    }
}
