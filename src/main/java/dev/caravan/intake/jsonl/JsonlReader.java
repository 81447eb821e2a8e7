package dev.caravan.intake.jsonl;

import dev.caravan.intake.PlainBytes;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.StrictReader;
import dev.caravan.ledger.Ranges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rows out of bytes in UTF-8, one a line. A line that is not plain goes to the parser as text; from one on that is too long or
 * no text at all, {@link TextLines} reads all others: what that makes of them holds.
 */
final class JsonlReader implements RecordReader {
    private final PlainBytes file;
    private final PlainObject plain = new PlainObject();
    private final ParsedLine parsed = new ParsedLine();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private CharBuffer text = CharBuffer.allocate(1 << 12);
    private long number;
    /** Line ends within lines, which only count where text can't be read any more: returns without a line feed. */
    private long returns;

    private @Nullable TextLines rest;

    /**
     * @param file without a byte order mark, or standing behind it
     * @param from where that is
     */
    JsonlReader(PlainBytes file, Ranges.Mark from) {
        this.file = file;
        this.number = from.lines();
        this.returns = from.returns();
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        while (rest == null) {
            int to = lineEnd();
            int from = file.from();
            if (to < 0) {
                readAsText();
            } else if (to == file.limit() && to == from) {
                return null;
            } else {
                SourceRow row = isBlank(from, to) ? null : row(from, to);
                if (rest != null) {
                    break;
                }
                number++;
                countReturns(from, to);
                file.passTo(Math.min(to + 1, file.limit()));
                if (row != null) {
                    return row;
                }
            }
        }
        return rest.next();
    }

    /** Where the line feed of the next line is, or the end of the file; -1 if that is too far away. */
    private int lineEnd() throws IOException {
        int seen = 0;
        while (true) {
            byte[] bytes = file.bytes();
            for (int at = file.from() + seen; at < file.limit(); at++) {
                if (bytes[at] == '\n') {
                    return at;
                }
            }
            if (file.isEnd()) {
                return file.limit();
            }
            seen = file.limit() - file.from();
            if (!file.more()) {
                return -1;
            }
        }
    }

    private boolean isBlank(int from, int to) {
        byte[] bytes = file.bytes();
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void countReturns(int from, int to) {
        byte[] bytes = file.bytes();
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == '\r') {
                returns++;
            }
        }
    }

    private @Nullable SourceRow row(int from, int to) throws IOException {
        if (plain.read(file.bytes(), from, to)) {
            return new SourceRow.Readable(number + 1, plain);
        }
        if (text.capacity() < to - from) {
            text = CharBuffer.allocate((to - from) * 2);
        }
        text.clear();
        if (decoder.reset()
                .decode(ByteBuffer.wrap(file.bytes(), from, to - from), text, true)
                .isError()) {
            readAsText();
            return null;
        }
        return parsed.row(text.array(), text.position(), number + 1);
    }

    private void readAsText() {
        rest = new TextLines(StrictReader.within(file.rest(), number + 1 + returns), number);
    }

    @Override
    public void close() throws IOException {
        if (rest == null) {
            file.close();
        } else {
            rest.close();
        }
    }
}
