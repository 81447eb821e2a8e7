package dev.caravan.intake;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.caravan.ledger.Drops;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads one drop from its first row, or from its checkpoint on. */
final class DropReading {
    private final Drops.Claim claim;
    private final RecordReader reader;
    private final RowRules rules;
    private final Stretch stretch;
    private final CanonicalWriter line = new CanonicalWriter();
    private @Nullable List<String> checked;
    private long row;
    private long hash;

    DropReading(Drops.Claim claim, RecordReader reader, RowRules rules, Stretch stretch) {
        this.claim = claim;
        this.reader = reader;
        this.rules = rules;
        this.stretch = stretch;
    }

    /**
     * Reads on until the end, or until told to stop.
     *
     * @param committed is told how many rows are in the ledger
     * @return whether the end was reached; everything is committed then
     */
    boolean run(BooleanSupplier stop, LongConsumer committed) throws IOException {
        checkColumns();
        for (SourceRow next = reader.next(); next != null; next = reader.next()) {
            if (stop.getAsBoolean()) {
                return false;
            }
            checkColumns();
            take(next);
            if (row > claim.checkpointRow() && stretch.due(row)) {
                long inLedger = stretch.handOver(row, hash);
                if (inLedger > claim.checkpointRow()) {
                    committed.accept(inLedger);
                }
            }
        }
        if (row < claim.checkpointRow()) {
            throw changed();
        }
        stretch.commit(row, hash);
        return true;
    }

    private void checkColumns() throws UnreadableFileException {
        List<String> columns = reader.columns();
        if (columns != null && columns != checked) {
            checked = columns;
            rules.checkColumns(columns, reader.where());
        }
    }

    /** Commits the rows before the place where the file went bad. */
    void keepRest() throws IOException {
        stretch.commit(row, hash);
    }

    private void take(SourceRow next) throws IOException {
        row++;
        long content = content(next);
        hash = Hashing.xxh3_64().hashLongLongLongToLong(hash, next.line(), content);
        if (row < claim.checkpointRow()) {
            return;
        }
        if (row == claim.checkpointRow()) {
            if (hash != claim.checkpointHash()) {
                throw changed();
            }
            return;
        }
        if (next instanceof SourceRow.Readable readable) {
            rules.pass(readable, reader.where(), new RowRules.Canonical(content, line), stretch);
        } else if (next instanceof SourceRow.Refused refused) {
            stretch.refuse(new Drops.Refusal(refused.line(), refused.code(), refused.detail()));
        }
    }

    // Does not depend on the rules of the task: they may change between two starts.
    private long content(SourceRow next) {
        if (next instanceof SourceRow.Readable readable) {
            line.reset();
            readable.fields().write(line);
            return line.hash();
        }
        return Hashing.xxh3_64().hashCharsToLong(((SourceRow.Refused) next).code());
    }

    private SourceChangedException changed() {
        return new SourceChangedException("the file is not the one whose first " + claim.checkpointRow()
                + " rows are in the ledger: it was changed while it was read, or is read as another format now");
    }
}
