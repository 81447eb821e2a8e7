package dev.caravan.validation;

import java.util.ArrayList;
import java.util.List;

/**
 * One broken rule of an answer.
 *
 * @param code stable: docs/validation.md has them all
 * @param field path of the value, such as {@code tags[0].name}; empty for the whole answer
 * @param message a sentence for people, without the field
 */
public record Finding(String code, String field, String message) {
    private static final int LONGEST_FIELD = 200;
    private static final int LONGEST_MESSAGE = 500;

    public Finding {
        field = cut(field, LONGEST_FIELD);
        message = cut(message, LONGEST_MESSAGE);
    }

    /**
     * What is wrong with a record whose outcome has a code of its own (truncated, refused, an error of the provider): that
     * comes first, then what its answer breaks.
     *
     * @param code of the record; one that says why a person looks at a valid answer is no finding
     */
    public static List<Finding> of(String code, String detail, List<Finding> ofAnswer) {
        boolean said = code.isEmpty()
                || code.equals("ok")
                || code.startsWith("review.")
                || code.startsWith("publish.")
                || ofAnswer.stream().anyMatch(finding -> finding.code().equals(code));
        if (said) {
            return ofAnswer;
        }
        List<Finding> all = new ArrayList<>(ofAnswer.size() + 1);
        all.add(new Finding(code, "", detail));
        all.addAll(ofAnswer);
        return List.copyOf(all);
    }

    /** Where and what, as one sentence. */
    @Override
    public String toString() {
        return code.equals("parse") ? message : (field.isEmpty() ? "answer" : field) + ": " + message;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
