package dev.caravan.bench;

import dev.caravan.batch.Assemble;
import dev.caravan.intake.Read;
import dev.caravan.intake.Receive;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import java.nio.file.Path;
import java.util.List;

/** From a file in the inbox to request files: parsed, checked, deduplicated, in segments and in the ledger, rendered. */
final class IntakeStep implements Step {
    private final Ledger ledger;
    private final Receive receive;
    private final Read read;
    private final Assemble assemble;
    private final Path input;
    private final long rows;

    IntakeStep(Ledger ledger, Receive receive, Read read, Assemble assemble, Path input, long rows) {
        this.ledger = ledger;
        this.receive = receive;
        this.read = read;
        this.assemble = assemble;
        this.input = input;
        this.rows = rows;
    }

    @Override
    public void run() throws Exception {
        receive.take(input.toFile(), "tickets");
        Stage.all(this::isOver, List.of(read::once, assemble::once));
    }

    private boolean isOver() {
        return ledger.counts().total().in(RecordState.SUBMITTED) == rows;
    }

    @Override
    public void check() {
        if (ledger.counts().total().read() != rows || !isOver()) {
            throw new IllegalStateException(
                    "not every row is in a request file: " + ledger.counts().total());
        }
    }
}
