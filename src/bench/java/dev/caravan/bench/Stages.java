package dev.caravan.bench;

import dev.caravan.batch.Assemble;
import dev.caravan.batch.Collect;
import dev.caravan.batch.Poll;
import dev.caravan.batch.Submit;
import dev.caravan.intake.Read;
import dev.caravan.intake.Receive;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;

/** The application's own beans. */
record Stages(
        Ledger ledger,
        Receive receive,
        Read read,
        Assemble assemble,
        Submit submit,
        Poll poll,
        Collect collect,
        Delivering delivering) {

    long recordsIn(RecordState state) {
        return ledger.counts().total().in(state);
    }
}
