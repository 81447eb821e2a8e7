package dev.caravan.bench;

import dev.caravan.ledger.RecordState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From a file in the inbox to request files: parsed, checked, deduplicated, in segments and in the ledger, rendered. */
final class IntakeStep implements Step {
    private final Stages stages;
    private final Path input;
    private final long rows;
    private final long before;

    IntakeStep(Stages stages, Path input, long rows) {
        this.stages = stages;
        this.input = input;
        this.rows = rows;
        this.before = stages.ledger().counts().total().read();
    }

    @Override
    public void run() throws Exception {
        stages.receive().take(input.toFile(), "tickets");
        if (Files.exists(input)) {
            throw new IllegalStateException(input + " was not taken");
        }
        Stage.all(this::isOver, List.of(stages.read()::once, stages.assemble()::once));
    }

    private boolean isOver() {
        return stages.recordsIn(RecordState.SUBMITTED) == rows;
    }

    @Override
    public void check() {
        if (stages.ledger().counts().total().read() != before + rows || !isOver()) {
            throw new IllegalStateException("not every row is in a request file: "
                    + stages.ledger().counts().total());
        }
    }
}
