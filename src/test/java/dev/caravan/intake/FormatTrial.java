package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.task.Task;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads files in a format, and tells what came of them as text. */
public abstract class FormatTrial {

    protected abstract RecordFormat format();

    /** Extension of the files. */
    protected abstract String name();

    /** The formats there are. */
    protected List<RecordFormat> formats() {
        return List.of(format());
    }

    protected Task.Input input() {
        return input(null, null, null);
    }

    protected static Task.Input input(String format, Character delimiter, String record) {
        return new Task.Input("id", Set.of(), 10_000_000, format, delimiter, false, record);
    }

    protected final List<String> read(byte[] bytes, String extension) {
        return read(new ByteArrayInputStream(bytes), extension);
    }

    protected final List<String> read(InputStream bytes, String extension) {
        return read(bytes, extension, input());
    }

    /** Every row as {@code line json} or {@code line code: detail}; the end of a bad file as {@code ! reason}. */
    protected final List<String> read(InputStream bytes, String extension, Task.Input input) {
        List<String> rows = new ArrayList<>();
        try (RecordReader reader = open(bytes, extension, input)) {
            for (SourceRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(shown(row));
            }
        } catch (UnreadableFileException e) {
            rows.add("! " + e.reason());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    protected final RecordReader open(InputStream bytes, String extension, Task.Input input) throws IOException {
        return new Formats(formats()).open("source." + extension, bytes, input);
    }

    private static String shown(SourceRow row) {
        if (row instanceof SourceRow.Readable readable) {
            return row.line() + " " + json(readable.fields());
        }
        SourceRow.Refused refused = (SourceRow.Refused) row;
        return row.line() + " " + refused.code() + ": " + refused.detail();
    }

    protected static String json(Fields fields) {
        CanonicalWriter out = new CanonicalWriter();
        fields.write(out);
        return new String(out.bytes(), 0, out.length(), UTF_8);
    }
}
