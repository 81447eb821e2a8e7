package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Everything that a reader says of a file, to be compared with what another one says of it. */
public final class Told {
    private Told() {}

    /** Starts to read. */
    @FunctionalInterface
    public interface Opening {
        RecordReader open() throws IOException;
    }

    /** @param fields that are asked for by name */
    public static List<String> all(Opening opening, List<String> fields) throws IOException {
        List<String> told = new ArrayList<>();
        try (RecordReader rows = opening.open()) {
            told.add(String.valueOf(rows.columns()));
            for (SourceRow row = rows.next(); row != null; row = rows.next()) {
                told.add(row instanceof SourceRow.Readable readable ? said(readable, fields) : row.toString());
            }
        } catch (UnreadableFileException e) {
            told.add("unreadable: " + e.reason());
        }
        return told;
    }

    private static String said(SourceRow.Readable row, List<String> names) {
        Fields fields = row.fields();
        var line = new CanonicalWriter();
        fields.write(line);
        var said = new StringBuilder(row.line() + " " + new String(line.bytes(), 0, line.length(), UTF_8));
        for (String name : names) {
            said.append(' ').append(fields.id(name)).append(fields.isEmpty(name) ? " empty" : "");
        }
        return said.append(' ').append(fields.chars()).toString();
    }
}
