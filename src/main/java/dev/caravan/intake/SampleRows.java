package dev.caravan.intake;

import dev.caravan.spool.Spool;
import dev.caravan.task.Task;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Picks rows of a file as a task would read it: its format, its rules, its canonical JSON. Nothing is written anywhere; the
 * file is read once to its end, in memory for the picked rows alone.
 */
public final class SampleRows {
    private static final int MOST_TOLD = 5;

    private final Spool spool;
    private final Formats formats;
    private final RandomGenerator random;

    SampleRows(Spool spool, Formats formats, RandomGenerator random) {
        this.spool = spool;
        this.formats = formats;
        this.random = random;
    }

    /** @param json the canonical line; must not be changed */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Row(long line, String sourceId, byte[] json) {}

    /**
     * What was picked.
     *
     * @param read all rows of the file; @param refused those that no task would take
     * @param reasons of the first refused rows, with their lines
     * @param bytes of all accepted rows as canonical JSON
     */
    public record Picked(List<Row> rows, long read, long refused, List<String> reasons, long bytes) {}

    /**
     * Picks rows of a stream.
     *
     * @param name of the file: its end decides on format and compression, unless the task does
     * @param bytes closed here
     * @param most rows; the first ones, or any with the same chance
     * @throws UnreadableFileException if it can't be read to its end
     */
    public Picked pick(String name, InputStream bytes, Task task, int most, boolean anywhere) throws IOException {
        return pick(name, bytes, task.input(), most, anywhere);
    }

    /** The same by what a task asks of its records. */
    public Picked pick(String name, InputStream bytes, Task.Input input, int most, boolean anywhere)
            throws IOException {
        Pick pick = new Pick(most, anywhere);
        RowRules rules = new RowRules(input);
        try (RecordReader reader = formats.open(name, bytes, input)) {
            List<String> checked = null;
            for (SourceRow next = reader.next(); next != null; next = reader.next()) {
                List<String> columns = reader.columns();
                if (columns != null && columns != checked) {
                    checked = columns;
                    rules.checkColumns(columns, reader.where());
                }
                pick.take(next, rules);
            }
        }
        return pick.picked();
    }

    /**
     * Picks rows of a drop whose file is still in the spool.
     *
     * @throws FileNotFoundException if it is not there, or no longer
     */
    public Picked pick(long drop, Task task, int most, boolean anywhere) throws IOException {
        String folder = "drops/" + drop + "/";
        try (Stream<String> files = spool.list(folder)) {
            String path = files.filter(file -> file.substring(folder.length()).startsWith("source"))
                    .findFirst()
                    .orElseThrow(() -> new FileNotFoundException("the file of drop " + drop + " is not in the spool"));
            return pick(path, spool.open(path, 0), task, most, anywhere);
        }
    }

    /** One walk through a file. */
    private final class Pick {
        private final int most;
        private final boolean anywhere;
        private final CanonicalWriter json = new CanonicalWriter();
        private final List<Row> rows = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();
        private long read;
        private long refused;
        private long bytes;

        Pick(int most, boolean anywhere) {
            this.most = most;
            this.anywhere = anywhere;
        }

        void take(SourceRow next, RowRules rules) {
            read++;
            if (next instanceof SourceRow.Refused bad) {
                refuse(bad.line(), bad.detail());
                return;
            }
            SourceRow.Readable row = (SourceRow.Readable) next;
            var refusal = rules.refusal(row.line(), row.fields());
            if (refusal != null) {
                refuse(refusal.line(), refusal.detail());
                return;
            }
            json.reset();
            row.fields().write(json);
            bytes += json.length();
            long place = rows.size() < most ? rows.size() : anywhere ? random.nextLong(read - refused) : most;
            if (place < most) {
                String id = Objects.requireNonNull(row.fields().id(rules.key()), "checked by the rules");
                Row picked = new Row(row.line(), id, Arrays.copyOf(json.bytes(), json.length()));
                if (place == rows.size()) {
                    rows.add(picked);
                } else {
                    rows.set((int) place, picked);
                }
            }
        }

        private void refuse(long line, String why) {
            refused++;
            if (reasons.size() < MOST_TOLD) {
                reasons.add("line " + line + ": " + why);
            }
        }

        Picked picked() {
            return new Picked(List.copyOf(rows), read, refused, List.copyOf(reasons), bytes);
        }
    }
}
