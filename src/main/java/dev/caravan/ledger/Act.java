package dev.caravan.ledger;

import java.util.Locale;

/** What a person does with an open item. The codes are stored and never renumbered. */
public enum Act {
    /** The value is right as it is; it is published. */
    APPROVE(1),
    /** The value that the person gives is published instead. */
    EDIT(2),
    /** Nothing of it is published. */
    REJECT(3),
    /** A model answers it once more. */
    AGAIN(4),
    /** Somebody is to look at it. */
    ASSIGN(5),
    /** A remark; nothing moves. */
    COMMENT(6),
    /** Somebody asked that a person looks at a record that was in no review. */
    ASK(7);

    private final int code;

    Act(int code) {
        this.code = code;
    }

    /** The number stored in the ledger. */
    public int code() {
        return code;
    }

    /** The word for people: {@code approve}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it gives the record its value. */
    public boolean givesValue() {
        return this == APPROVE || this == EDIT;
    }

    static Act of(int code) {
        for (Act act : values()) {
            if (act.code == code) {
                return act;
            }
        }
        throw new LedgerException("The ledger holds an unknown act of a person: " + code
                + ". It was written by a newer version of Caravan, or is damaged");
    }
}
