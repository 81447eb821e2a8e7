package dev.caravan.ledger;

import dev.caravan.ledger.Twins.Attached;
import dev.caravan.ledger.Twins.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Makes a batch that a provider shows a try of ours, or sees to it that the doubt about it finds it. */
final class TwinRows {
    private final Connection c;
    private final long now;

    TwinRows(Connection c, long now) {
        this.c = c;
        this.now = now;
    }

    Attached attach(String credential, Found found) throws SQLException {
        Optional<BatchState> batch = Db.one(
                c,
                "SELECT state FROM batch WHERE id = ? AND credential = ?",
                r -> Codes.batchState(r.getInt(1)),
                found.batchId(),
                credential);
        Optional<TryState> tried = state(found);
        if (batch.isEmpty() || tried.isEmpty()) {
            return Attached.STRANGE;
        }
        if (isKnown(found)) {
            return Attached.KNOWN;
        }
        return switch (batch.get()) {
            case ASSEMBLING -> Attached.STRANGE;
            case ASSEMBLED -> doubtAgain(found, tried.get());
            case CREATING -> Attached.CREATING;
            case IN_DOUBT -> searchNow(found);
            case SUBMITTED, COLLECTING, COLLECTED, DISSOLVED, LOST -> {
                add(found);
                yield Attached.TWIN;
            }
        };
    }

    /** A create delivered twice has one try; whatever is found for it beyond the first is a try of its own. */
    void add(Found found) throws SQLException {
        long batch = found.batchId();
        int no = found.tryNo();
        TryState state = state(found).orElseThrow();
        if (LegalMoves.from(state).contains(TryState.ACCEPTED)) {
            new TryRows(c, batch).move(no, TryState.ACCEPTED);
            Db.update(
                    c,
                    "UPDATE try SET provider_id = ?, adopted = 1, remains = 1 WHERE batch_id = ? AND no = ?",
                    found.providerId(),
                    batch,
                    no);
        } else {
            no = (int) Db.number(c, "SELECT max(no) + 1 FROM try WHERE batch_id = ?", batch);
            Db.update(
                    c,
                    "INSERT INTO try (batch_id, no, state, token, file_id, file_gone, provider_time, provider_id,"
                            + " revocable, verified, adopted, remains) SELECT batch_id, ?, ?, token, file_id, file_gone,"
                            + " provider_time, ?, revocable, verified, 1, 1 FROM try WHERE batch_id = ? AND no = ?",
                    no,
                    TryState.ACCEPTED.code(),
                    found.providerId(),
                    batch,
                    found.tryNo());
        }
        Db.update(c, "INSERT INTO twin (batch_id, no, state) VALUES (?, ?, ?)", batch, no, TwinState.RUNNING.code());
        SqlEvents.insert(
                c,
                now,
                EventKind.TWIN,
                "batch " + batch,
                Events.CARAVAN,
                "Its provider has it once more, as " + found.providerId() + " (try " + no
                        + "). That one is cancelled; what it has finished was paid and is collected too");
    }

    /** It was given up, and is there after all: nothing is sent before a search of its own has looked again. */
    private Attached doubtAgain(Found found, TryState tried) throws SQLException {
        if (!LegalMoves.from(tried).contains(TryState.ACCEPTED)) {
            return Attached.STRANGE;
        }
        LegalMoves.move(found.batchId(), BatchState.ASSEMBLED, BatchState.IN_DOUBT);
        Db.update(
                c,
                "UPDATE batch SET state = ?, owner = 0, fence = fence + 1, next_due = 0, polls = 0, note = ? WHERE id = ?",
                BatchState.IN_DOUBT.code(),
                "its provider shows it after all, as " + found.providerId(),
                found.batchId());
        return Attached.SEARCHED;
    }

    private Attached searchNow(Found found) throws SQLException {
        Db.update(c, "UPDATE batch SET next_due = 0 WHERE id = ?", found.batchId());
        return Attached.SEARCHED;
    }

    private boolean isKnown(Found found) throws SQLException {
        return Db.one(
                        c,
                        "SELECT 1 FROM try WHERE batch_id = ? AND provider_id = ?",
                        r -> true,
                        found.batchId(),
                        found.providerId())
                .isPresent();
    }

    private Optional<TryState> state(Found found) throws SQLException {
        return Db.one(
                c,
                "SELECT state FROM try WHERE batch_id = ? AND no = ?",
                r -> Codes.tryState(r.getInt(1)),
                found.batchId(),
                found.tryNo());
    }
}
