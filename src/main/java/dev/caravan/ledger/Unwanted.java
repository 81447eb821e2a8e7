package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** An assembled batch that is not to be sent any more (rule 14); nothing was created. */
final class Unwanted {
    private Unwanted() {}

    /** Dissolves it, and ends the claim, if somebody wants it cancelled or cut anew. */
    static Optional<Cancels.GivenUp> giveUp(Connection c, BatchFence batch, Batches.Batch of, long now)
            throws SQLException {
        record Wanted(boolean cancel, boolean recut, boolean moved) {}
        Wanted wanted = Db.one(
                        c,
                        "SELECT cancel, recut, moved_to FROM batch WHERE id = ?",
                        r -> new Wanted(r.getInt(1) == 1, r.getInt(2) == 1, r.getInt(3) > 0),
                        of.id())
                .orElseThrow();
        if (!wanted.cancel() && !wanted.recut() && !wanted.moved()) {
            return Optional.empty();
        }
        new TryRows(c, of.id()).close();
        var members = new Dissolution(c, of.id());
        int held = wanted.cancel()
                ? members.hold(of.members(), Codes.CANCELLED, "its batch was cancelled before it was sent")
                : 0;
        int again = wanted.cancel()
                ? 0
                : members.again(
                        of.members(),
                        Parts.ofMoved(c, of),
                        now,
                        wanted.moved() ? Codes.LATE : Codes.CANCELLED,
                        wanted.moved()
                                ? "its batch was too late to be sent, so another batch model answers it"
                                : "records of a cancelled or held drop were in its batch");
        batch.finish(BatchState.DISSOLVED, "note = ?", "not sent: cancelled, held, or cut anew");
        return Optional.of(new Cancels.GivenUp(of.id(), held, again));
    }

    /** @throws StaleFenceException if it was given up: no outside call may follow */
    static void stop(Optional<Cancels.GivenUp> givenUp) {
        givenUp.ifPresent(batch -> {
            throw StaleFenceException.notSent(
                    "Batch " + batch.batchId() + " is not sent: it was cancelled, is held, or is too late. "
                            + batch.held() + " records are held, " + batch.again() + " go again in another batch");
        });
    }
}
