package dev.caravan.submission;

import dev.caravan.intake.JsonFields;
import dev.caravan.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Looks at fields of one line; the first that is wrong ends it. */
final class FieldCheck {
    private static final int BRIEF = 60;

    private static final String BODY = "body.";

    private final long line;
    private final boolean bare;

    private FieldCheck(long line, boolean bare) {
        this.line = line;
        this.bare = bare;
    }

    /** Of a line of many, whose fields are in its body. */
    FieldCheck(long line) {
        this(line, false);
    }

    /** Of a body that comes alone: its fields are those of the request. */
    static FieldCheck alone() {
        return new FieldCheck(0, true);
    }

    RefusedSubmission wrong(String field, String reason) {
        return RefusedSubmission.line(line, name(field), reason);
    }

    /** The same where everything is as it should be but what it asks for. */
    RefusedSubmission unprocessable(String field, String reason) {
        return RefusedSubmission.unprocessable(name(field), reason);
    }

    private String name(String field) {
        return bare && field.startsWith(BODY) ? field.substring(BODY.length()) : field;
    }

    /** What the read stage would refuse is refused at once. The ids of the row count there, too. */
    void size(SortedMap<String, Object> fields, String customId, Task task) throws RefusedSubmission {
        long chars = new JsonFields(fields).chars() + 2L * customId.length() + 40;
        if (chars > task.input().maxChars()) {
            throw wrong(
                    "body.text",
                    "the fields have " + chars + " characters together; at most "
                            + task.input().maxChars() + " (input.max-chars of the task " + task.name() + ")");
        }
    }

    void allow(String prefix, Map<String, Object> fields, Set<String> allowed) throws RefusedSubmission {
        for (String name : fields.keySet()) {
            if (!allowed.contains(name)) {
                throw wrong(prefix + brief(name), "is not known here. Allowed: " + LineReader.words(allowed));
            }
        }
    }

    String text(String field, @Nullable Object value) throws RefusedSubmission {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong(field, "must be a text that is not empty, but is " + shown(value));
    }

    void constant(String field, @Nullable Object value, String only) throws RefusedSubmission {
        if (value != null && !value.equals(only)) {
            throw wrong(field, "must be \"" + only + "\", but is " + shown(value));
        }
    }

    @SuppressWarnings("unchecked")
    SortedMap<String, Object> object(String field, @Nullable Object value) throws RefusedSubmission {
        if (value instanceof SortedMap<?, ?> map) {
            return (SortedMap<String, Object>) map;
        }
        throw wrong(field, "must be an object, but is " + shown(value));
    }

    List<?> list(String field, @Nullable Object value) throws RefusedSubmission {
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        throw wrong(field, "must be a list that is not empty, but is " + shown(value));
    }

    /** A whole number of this range. */
    JsonFields.Number whole(String field, @Nullable Object value, int least, int most) throws RefusedSubmission {
        if (value instanceof JsonFields.Number number && number.text().matches("[0-9]{1,9}")) {
            int given = Integer.parseInt(number.text());
            if (given >= least && given <= most) {
                return number;
            }
        }
        throw wrong(field, "must be a whole number from " + least + " to " + most + ", but is " + shown(value));
    }

    /** A number from 0 to 1. */
    JsonFields.Number share(String field, @Nullable Object value) throws RefusedSubmission {
        if (value instanceof JsonFields.Number number && number.text().length() < 30) {
            double given = Double.parseDouble(number.text());
            if (given >= 0 && given <= 1) {
                return number;
            }
        }
        throw wrong(field, "must be a number from 0 to 1, but is " + shown(value));
    }

    /** What a value is, for a sentence; never more than a few words of it. */
    static String shown(@Nullable Object value) {
        if (value == null) {
            return "missing";
        }
        if (value instanceof String text) {
            return text.isBlank() ? "empty" : "\"" + brief(text) + "\"";
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty() ? "an empty object" : "an object";
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() ? "an empty list" : "a list";
        }
        return value instanceof JsonFields.Number number ? brief(number.text()) : value.toString();
    }

    static String brief(String text) {
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…";
    }
}
