package dev.caravan.setup;

import java.util.List;

/** An entry is not made, changed or deleted; nothing was done. The message is for whoever asked for it. */
public final class RefusedSetupException extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;
    private final transient List<Field> fields;

    /** What is in the way. */
    public enum Why {
        /** The entry can't be as it is wanted. */
        NOT_VALID,
        /** Something else forbids it as long as it is as it is. */
        CONFLICT,
        /** Somebody changed it meanwhile. */
        CHANGED,
        /** There is no such entry. */
        NOT_THERE
    }

    /** @param reason what is wrong with it, and what is allowed */
    public record Field(String field, String reason) {}

    private RefusedSetupException(Why why, String message, List<Field> fields) {
        super(message);
        this.why = why;
        this.fields = List.copyOf(fields);
    }

    static RefusedSetupException notValid(List<Field> fields) {
        Field first = fields.get(0);
        return new RefusedSetupException(Why.NOT_VALID, first.field() + ": " + first.reason(), fields);
    }

    static RefusedSetupException of(Why why, String message) {
        return new RefusedSetupException(why, message, List.of());
    }

    public Why why() {
        return why;
    }

    /** The fields that are wrong, if it is about fields. */
    public List<Field> fields() {
        return fields;
    }
}
