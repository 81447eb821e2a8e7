package dev.caravan.intake.text;

import dev.caravan.intake.RecordReader;
import dev.caravan.intake.RowGuard;
import dev.caravan.intake.Source;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.StrictReader;
import dev.caravan.intake.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The only record of a file, which is at most so long that it can be held. What is no text is a refused row. */
final class WholeText implements RecordReader {
    static final int MAX_BYTES = MAX_RECORD_CHARS;

    private final Source source;
    private final boolean markdown;
    private boolean read;

    WholeText(Source source, boolean markdown) {
        this.source = source;
        this.markdown = markdown;
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        if (read) {
            return null;
        }
        read = true;
        byte[] bytes = source.bytes().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            return new SourceRow.Refused(
                    1, "record_too_long", "longer than " + MAX_BYTES + " bytes, the most that one record can have");
        }
        try (StrictReader reader = new StrictReader(new ByteArrayInputStream(bytes))) {
            StringWriter text = new StringWriter(bytes.length);
            reader.transferTo(text);
            return row(text.toString());
        } catch (UnreadableFileException e) {
            return new SourceRow.Refused(1, "bad_text", e.reason());
        }
    }

    private SourceRow row(String whole) {
        RowGuard guard = new RowGuard("bad_text");
        guard.begin(1);
        FrontMatter parts = markdown ? FrontMatter.of(whole) : FrontMatter.none(whole);
        SortedMap<String, Object> fields = new TreeMap<>(parts.fields());
        fields.put("text", guard.text(parts.text()));
        fields.put("file_name", guard.text(source.fileName()));
        fields.put("path", guard.text(source.path()));
        return guard.row(fields);
    }

    @Override
    public void close() throws IOException {
        source.bytes().close();
    }
}
