package dev.caravan.submission;

/** The model answered, and nobody may have the answer: it breaks a rule of the task, or a person would have to look at it. */
public final class NotGivenOutException extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    NotGivenOutException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** As a record of a batch would get it. */
    public String code() {
        return code;
    }
}
