package dev.caravan.intake.text;

import dev.caravan.intake.RecordReader;
import dev.caravan.intake.RowGuard;
import dev.caravan.intake.Source;
import dev.caravan.intake.SourceRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The only record of a file: UTF-8 and nothing else, without byte order mark, at most so long that it can be held. */
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
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        ByteBuffer in = ByteBuffer.wrap(bytes).position(marked ? 3 : 0);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            return new SourceRow.Refused(
                    1,
                    "bad_text",
                    String.format(
                            "byte %d (0x%02X) is not valid UTF-8; save the file as UTF-8 and drop it again",
                            in.position() + 1, bytes[in.position()]));
        }
        return row(out.flip().toString());
    }

    private SourceRow row(String whole) {
        FrontMatter parts = markdown ? FrontMatter.of(whole) : FrontMatter.none(whole);
        RowGuard guard = new RowGuard("bad_text");
        guard.begin(1);
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
