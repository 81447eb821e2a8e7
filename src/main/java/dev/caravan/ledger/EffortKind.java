package dev.caravan.ledger;

import java.util.Arrays;

/** Why an answer was asked for again. The codes are stored and never renumbered. */
public enum EffortKind {
    /** It failed at its provider and was retried. */
    FAILED(1),
    /** It broke a rule of the task, and another version asks again. */
    INVALID(2),
    /** Somebody who reviewed it wanted another one. */
    PERSON(3),
    /** It was held, and let go again. */
    RELEASED(4),
    /** Its batch ended before it was run; such an attempt costs nothing. */
    NOT_RUN(5),
    /** A rerun asked for another one. */
    RERUN(6),
    /** The ledger was put back from a backup. */
    RESTORED(7);

    /** Decisions of people, in the same rows. */
    static final int DECISION = 8;

    /** By the state in which a record {@code r} goes again. */
    static final String OF_STATE = "CASE r.state WHEN 5 THEN 1 WHEN 4 THEN 2 WHEN 6 THEN 3 WHEN 7 THEN 4 ELSE 5 END";

    private final int code;

    EffortKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static EffortKind of(int code) {
        return Arrays.stream(values())
                .filter(one -> one.code == code)
                .findFirst()
                .orElseThrow(() -> new LedgerException("No kind of effort is " + code));
    }
}
