package dev.caravan.intake.zip;

import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.UnreadableFileException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of all files in an archive, numbered from 1 without a break. A file of a kind or name that is not read is a
 * refused row; one that turns out to be bad ends the archive, as it would end a drop of its own.
 */
final class ZipRecords implements RecordReader {
    private final Source source;
    private final ZipStream zip;
    private final EntryNames names = new EntryNames();
    private String name = "";
    private @Nullable RecordReader reader;
    private long number;
    private long line;
    private boolean ended;

    ZipRecords(Source source, ZipStream zip) {
        this.source = source;
        this.zip = zip;
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        while (!ended) {
            SourceRow row = reader == null ? open() : read(reader);
            if (row != null) {
                return row;
            }
        }
        return null;
    }

    /** Goes to the next file. Gives a row if it is refused. */
    private @Nullable SourceRow open() throws IOException {
        String next = zip.next();
        if (next == null) {
            ended = true;
            return null;
        }
        name = EntryNames.shown(next);
        line = 0;
        if (EntryNames.isSkipped(next)) {
            return null;
        }
        String path = pathOf(next);
        String why = names.whyNot(next);
        why = why == null ? source.entries().whyNot(path) : why;
        if (why != null) {
            return new SourceRow.Refused(++number, "bad_entry", name + ": " + why);
        }
        try {
            reader = source.entries().open(path, zip.bytes());
        } catch (UnreadableFileException e) {
            throw e.in(name);
        }
        return null;
    }

    /** As if the archive had been unpacked where it lies. */
    private String pathOf(String entry) {
        String folder = source.path().substring(0, source.path().lastIndexOf('/') + 1);
        return folder + entry.replace('\\', '/');
    }

    private @Nullable SourceRow read(RecordReader entry) throws IOException {
        SourceRow row;
        try {
            row = entry.next();
        } catch (UnreadableFileException e) {
            throw e.in(name);
        }
        if (row == null) {
            entry.close();
            reader = null;
            return null;
        }
        number++;
        line = row.line();
        if (row instanceof SourceRow.Refused refused) {
            return new SourceRow.Refused(number, refused.code(), where() + refused.detail());
        }
        return new SourceRow.Readable(number, ((SourceRow.Readable) row).fields());
    }

    @Override
    public @Nullable List<String> columns() {
        return reader == null ? null : reader.columns();
    }

    @Override
    public String where() {
        return name + (line > 0 ? ":" + line : "") + ": ";
    }

    @Override
    public String unit() {
        return "record";
    }

    @Override
    public void close() throws IOException {
        try (ZipStream closing = zip) {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
