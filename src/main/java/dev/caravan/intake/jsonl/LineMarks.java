package dev.caravan.intake.jsonl;

import dev.caravan.intake.RowMarks;
import dev.caravan.ledger.Ranges.Mark;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Counts the lines of a file in UTF-8: a line feed ends one, whatever it holds. */
final class LineMarks implements RowMarks {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final Mark first;
    private int from;
    private int limit;
    private long at;
    private long lines;
    private long returns;
    private boolean afterReturn;

    /**
     * @param in behind the byte order mark, if there is one; closed with this
     * @param start where that is in the file
     */
    LineMarks(InputStream in, int start) {
        this.in = in;
        this.at = start;
        this.first = new Mark(start, 0, 0);
    }

    @Override
    public Mark first() {
        return first;
    }

    @Override
    public @Nullable Mark next(long atLeast) throws IOException {
        while (from < limit || fill()) {
            int next = from;
            while (next < limit) {
                byte b = buffer[next++];
                if (b == '\n') {
                    lines++;
                    returns -= afterReturn ? 1 : 0;
                    if (at + next - from >= atLeast) {
                        afterReturn = false;
                        pass(next);
                        return new Mark(at, lines, returns);
                    }
                } else if (b == '\r') {
                    returns++;
                }
                afterReturn = b == '\r';
            }
            pass(next);
        }
        return null;
    }

    private void pass(int next) {
        at += next - from;
        from = next;
    }

    private boolean fill() throws IOException {
        from = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
