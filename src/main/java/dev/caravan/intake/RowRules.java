package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Drops.Refusal;
import dev.caravan.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a task demands of a row. */
final class RowRules {
    static final int MAX_ID = 512;
    private final Task.Input input;
    private final List<String> required;

    RowRules(Task.Input input) {
        this.input = input;
        this.required = input.required().stream().sorted().toList();
    }

    String key() {
        return input.key();
    }

    /**
     * @param where what stands before the reason
     * @throws UnreadableFileException if no row can have what the task needs
     */
    void checkColumns(List<String> columns, String where) throws UnreadableFileException {
        List<String> missing = new ArrayList<>(required);
        if (!missing.contains(input.key())) {
            missing.add(0, input.key());
        }
        missing.removeAll(columns);
        if (!missing.isEmpty()) {
            throw new UnreadableFileException(
                    where.isEmpty() ? 1 : 0,
                    where + "the header has no column " + quoted(missing) + "; it has " + quoted(columns));
        }
    }

    /**
     * Takes a row, or refuses it.
     *
     * @param where what stands before a reason
     */
    void pass(SourceRow.Readable row, String where, Canonical canonical, RowSink sink) throws IOException {
        Fields fields = row.fields();
        Refusal refusal = refusal(row.line(), fields);
        if (refusal != null) {
            sink.refuse(new Refusal(refusal.line(), refusal.code(), where + refusal.detail()));
            return;
        }
        String id = Objects.requireNonNull(fields.id(input.key()), "refused without one");
        sink.add(new Drops.Row(id, canonical.content(), row.line()), canonical.line());
    }

    /** A row as canonical JSON, and its hash. */
    record Canonical(long content, CanonicalWriter line) {}

    /** Why the row is refused; null if it is not. */
    @Nullable
    Refusal refusal(long line, Fields fields) {
        String key = input.key();
        String id = fields.isEmpty(key) ? null : fields.id(key);
        if (id == null) {
            return new Refusal(line, "missing_id", "no text or number in \"" + key + "\", which identifies a record");
        }
        if (id.length() > MAX_ID) {
            return new Refusal(
                    line, "id_too_long", "\"" + key + "\" has " + id.length() + " characters; at most " + MAX_ID);
        }
        if (hasControl(id)) {
            return new Refusal(line, "bad_id", "\"" + key + "\" holds a control character or a line end");
        }
        for (String field : required) {
            if (fields.isEmpty(field)) {
                return new Refusal(line, "missing_field", "\"" + field + "\" is required and empty");
            }
        }
        long chars = fields.chars();
        if (chars > input.maxChars()) {
            return new Refusal(
                    line,
                    "too_long",
                    "the values have " + chars + " characters together; at most " + input.maxChars()
                            + " (input.max-chars of the task)");
        }
        return null;
    }

    private static boolean hasControl(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (Character.isISOControl(id.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static String quoted(List<String> names) {
        String all = String.join("\", \"", names.size() > 20 ? names.subList(0, 20) : names);
        return "\"" + all + "\"" + (names.size() > 20 ? " and " + (names.size() - 20) + " more" : "");
    }
}
