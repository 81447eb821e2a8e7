package dev.caravan.intake.csv;

import dev.caravan.intake.PlainBytes;
import dev.caravan.intake.RowMarks;
import dev.caravan.ledger.Ranges.Mark;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks along plain rows, quotes over line ends and all. There are no marks behind a row that is not plain. */
final class PlainMarks implements RowMarks {
    private final PlainBytes file;
    private final PlainScanner row;
    private final Mark first;
    private long at;
    private long lines;

    /**
     * @param file closed with this; a row begins where it stands
     * @param first where that is in the file
     */
    PlainMarks(PlainBytes file, PlainScanner row, Mark first) {
        this.file = file;
        this.row = row;
        this.first = first;
        this.at = first.at();
        this.lines = first.lines();
    }

    @Override
    public Mark first() {
        return first;
    }

    @Override
    public @Nullable Mark next(long atLeast) throws IOException {
        while (at < atLeast) {
            int next = row.scan(file.bytes(), file.from(), file.limit(), file.isEnd());
            if (next == PlainScanner.MORE && file.more()) {
                continue;
            }
            if (next < 0 || next == file.from()) {
                return null;
            }
            at += next - file.from();
            lines += row.lines();
            file.passTo(next);
        }
        return new Mark(at, lines, 0);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
