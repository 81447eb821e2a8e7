package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ranges;
import dev.caravan.spool.SegmentWriter;
import dev.caravan.spool.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads one range of a drop into the spool: its rows as a segment, and what the ledger has to know of them. */
final class RangeReading implements RowSink, Closeable {
    private final RecordReader reader;
    private final RowRules rules;
    private final SegmentWriter segment;
    private final RowFileWriter file;
    private final CanonicalWriter line = new CanonicalWriter();
    private List<Drops.Row> rows = new ArrayList<>();
    private boolean done;

    RangeReading(RecordReader reader, RowRules rules, SegmentWriter segment, RowFileWriter file) {
        this.reader = reader;
        this.rules = rules;
        this.segment = segment;
        this.file = file;
    }

    /** Reads to the end of the range, or to where it can't be read; null if told to stop. What it returns is durable. */
    Ranges.@Nullable Found run(BooleanSupplier stop) throws IOException {
        String reason = null;
        try {
            List<String> columns = reader.columns();
            if (columns != null) {
                rules.checkColumns(columns, reader.where());
            }
            for (SourceRow next = reader.next(); next != null; next = reader.next()) {
                if (stop.getAsBoolean()) {
                    return null;
                }
                take(next);
            }
        } catch (UnreadableFileException e) {
            StorageException storage = StorageException.find(e);
            if (storage != null) {
                throw storage;
            }
            reason = e.reason();
        }
        endFrame();
        segment.commit();
        Ranges.Found found = file.commit(reason);
        done = true;
        return found;
    }

    private void take(SourceRow next) throws IOException {
        if (next instanceof SourceRow.Readable readable) {
            line.reset();
            readable.fields().write(line);
            rules.pass(readable, reader.where(), new RowRules.Canonical(line.hash(), line), this);
        } else if (next instanceof SourceRow.Refused refused) {
            refuse(new Drops.Refusal(refused.line(), refused.code(), refused.detail()));
        }
    }

    @Override
    public void add(Drops.Row row, CanonicalWriter canonical) throws IOException {
        segment.add(canonical.bytes(), 0, canonical.length());
        rows.add(row);
        if (segment.full()) {
            endFrame();
        }
    }

    @Override
    public void refuse(Drops.Refusal refusal) throws IOException {
        file.refusal(refusal);
    }

    private void endFrame() throws IOException {
        if (!rows.isEmpty()) {
            file.frame(segment.endFrame(), rows);
            rows = new ArrayList<>();
        }
    }

    /** What was not read to its end leaves nothing in the spool. */
    @Override
    public void close() throws IOException {
        try (reader;
                file) {
            segment.close();
            if (!done) {
                segment.discard();
            }
        }
    }
}
