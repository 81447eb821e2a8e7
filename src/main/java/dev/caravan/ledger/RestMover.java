package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Rest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Settles the members that no result line spoke of. */
final class RestMover {
    private final Connection c;
    private final Batches.Batch batch;
    private final Rest rest;
    private final TodoWriter todo;
    private final DropCounters counters = new DropCounters();

    RestMover(Connection c, Batches.Batch batch, Rest rest) {
        this.c = c;
        this.batch = batch;
        this.rest = rest;
        this.todo = new TodoWriter(c);
    }

    int settle(long firstId, long endId) throws SQLException {
        List<Member> members = Db.list(
                c,
                "SELECT id, drop_id, task_id, stale, tries FROM record WHERE id >= ? AND id < ? AND batch_id = ?"
                        + " AND state = 2 ORDER BY id",
                r -> new Member(r.getLong(1), r.getLong(2), r.getInt(3), r.getInt(4) == 1, r.getInt(5)),
                firstId,
                endId,
                batch.id());
        for (Member member : members) {
            settle(member);
        }
        counters.store(c);
        String counter = rest.notRun() ? "n_notrun" : "n_missing";
        Db.update(c, "UPDATE batch SET " + counter + " = " + counter + " + ? WHERE id = ?", members.size(), batch.id());
        return members.size();
    }

    private void settle(Member member) throws SQLException {
        RecordState to = target(member);
        counters.move(member.dropId(), RecordState.SUBMITTED, to, 1);
        if (to == RecordState.QUEUED || to == RecordState.HELD) {
            Attempts.keep(c, member.id(), "not_run");
        }
        Db.update(
                c,
                "UPDATE record SET state = ?, code = ?, tries = tries + ? WHERE id = ?",
                to.code(),
                rest.notRun() ? "not_run" : "missing",
                rest.notRun() ? 0 : 1,
                member.id());
        Instant again = rest.retryAt();
        switch (to) {
            case QUEUED -> todo.put(member.id(), member.taskId(), TodoKind.QUEUED, 0, null);
            case HELD -> todo.put(member.id(), member.taskId(), TodoKind.HELD, 0, rest.detail());
            case REVIEW_REQUIRED -> todo.put(member.id(), member.taskId(), TodoKind.REVIEW, 0, rest.detail());
            case PROVIDER_ERROR ->
                todo.put(
                        member.id(),
                        member.taskId(),
                        again == null ? TodoKind.FAILED : TodoKind.RETRY,
                        again == null ? 0 : again.toEpochMilli(),
                        rest.detail());
            default -> {}
        }
    }

    private RecordState target(Member member) {
        if (member.stale()) {
            return RecordState.SUPERSEDED;
        }
        if (rest.notRun()) {
            return batch.cancel() ? RecordState.HELD : RecordState.QUEUED;
        }
        boolean enough = rest.reviewAt() > 0 && member.tries() + 1 >= rest.reviewAt();
        return enough ? RecordState.REVIEW_REQUIRED : RecordState.PROVIDER_ERROR;
    }

    private record Member(long id, long dropId, int taskId, boolean stale, int tries) {}
}
