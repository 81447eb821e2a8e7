package dev.caravan.ledger;

import dev.caravan.ledger.Erasures.Frame;
import dev.caravan.ledger.Erasures.Kind;
import dev.caravan.ledger.Erasures.Line;
import dev.caravan.ledger.Erasures.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds every place in the spool that holds bytes of a few records. */
final class ErasureTraces {
    private static final String OF = " FROM erased_record e JOIN record r ON r.id = e.record_id";

    private static final String FRAME = "SELECT k.drop_id, k.first_id, k.segment, k.frame_off, coalesce((SELECT"
            + " min(n.frame_off) FROM chunk n WHERE n.drop_id = k.drop_id AND n.segment = k.segment"
            + " AND n.frame_off > k.frame_off), 0), k.n";
    private static final String ROWLESS = " d.refused + d.duplicate + d.unchanged + d.stale > 0";

    private final Connection c;
    private final long erasure;
    private final List<Line> lines = new ArrayList<>();

    private ErasureTraces(Connection c, long erasure) {
        this.c = c;
        this.erasure = erasure;
    }

    static Erasures.Traces of(Connection c, long erasure) throws SQLException {
        var traces = new ErasureTraces(c, erasure);
        List<Frame> frames = Db.list(
                c,
                FRAME + ", r.id - k.first_id" + OF
                        + " JOIN chunk k ON k.first_id = (SELECT max(first_id) FROM chunk WHERE first_id <= r.id)"
                        + " JOIN \"drop\" d ON d.id = k.drop_id WHERE e.erased_id = ? AND d.purge = 0",
                r -> frame(r, Set.of(r.getInt(7))),
                erasure);
        traces.batches();
        traces.publications();
        String task = Db.one(
                        c,
                        "SELECT t.name FROM erased e JOIN task t ON t.id = e.task_id WHERE e.id = ?",
                        r -> r.getString(1),
                        erasure)
                .orElseThrow();
        String sourceId = Db.one(
                        c, "SELECT r.source_id" + OF + " WHERE e.erased_id = ? LIMIT 1", r -> r.getString(1), erasure)
                .orElse("");
        return new Erasures.Traces(task, sourceId, traces.sources(), frames, List.copyOf(traces.lines), traces.drops());
    }

    static Optional<Frame> after(Connection c, long dropId, long afterFirstId) throws SQLException {
        return Db.one(
                c,
                FRAME
                        + " FROM chunk k WHERE k.drop_id = ? AND k.first_id > ? AND k.state < 3 ORDER BY k.first_id LIMIT 1",
                r -> frame(r, Set.of()),
                dropId,
                afterFirstId);
    }

    private static Frame frame(ResultSet r, Set<Integer> blank) throws SQLException {
        return new Frame(r.getLong(1), r.getLong(2), r.getString(3), r.getLong(4), r.getLong(5), r.getInt(6), blank);
    }

    /**
     * Files in which it arrived, or may have: of drops with rows that became no record. Segments of drops that were withdrawn
     * hold nothing else.
     */
    private List<Source> sources() throws SQLException {
        String here = " FROM erased x JOIN \"drop\" d ON d.task_id = x.task_id AND d.state IN (4, 5) AND d.purge = 0";
        List<Source> sources = Db.list(
                c,
                "SELECT d.id, d.spool_path" + here + " WHERE x.id = ? AND d.spool_path IS NOT NULL AND (d.state = 5 OR "
                        + ROWLESS + " OR d.id IN (SELECT r.drop_id" + OF + " WHERE e.erased_id = x.id))",
                r -> new Source(r.getLong(1), r.getString(2)),
                erasure);
        sources.addAll(Db.list(
                c,
                "SELECT DISTINCT d.id, k.segment" + here + " JOIN chunk k ON k.drop_id = d.id AND k.state = 3"
                        + " WHERE x.id = ? AND NOT EXISTS (SELECT 1 FROM chunk o WHERE o.drop_id = d.id AND o.state < 3"
                        + " AND o.segment = k.segment)",
                r -> new Source(r.getLong(1), r.getString(2)),
                erasure));
        return sources;
    }

    private List<Long> drops() throws SQLException {
        return Db.list(
                c,
                "SELECT d.id FROM erased x JOIN \"drop\" d ON d.task_id = x.task_id AND d.state IN (4, 5)"
                        + " AND d.purge = 0 WHERE x.id = ? AND " + ROWLESS,
                r -> r.getLong(1),
                erasure);
    }

    private record Attempt(long recordId, long batchId) {}

    /** Requests by their place among the members; results, also surplus ones, by their offset. */
    private void batches() throws SQLException {
        List<Attempt> attempts = Db.list(
                c,
                "SELECT r.id, r.batch_id" + OF + " WHERE e.erased_id = ? AND r.batch_id IS NOT NULL"
                        + " UNION SELECT r.id, p.batch_id" + OF
                        + " JOIN attempt_past p ON p.record_id = r.id WHERE e.erased_id = ?"
                        + " UNION SELECT r.id, m.batch_id" + OF
                        + " JOIN past_member m ON m.record_id = r.id WHERE e.erased_id = ?"
                        + " UNION SELECT r.id, s.batch_id" + OF
                        + " JOIN surplus s ON s.record_id = r.id WHERE e.erased_id = ?",
                r -> new Attempt(r.getLong(1), r.getLong(2)),
                erasure,
                erasure,
                erasure,
                erasure);
        for (Attempt attempt : attempts) {
            Batches.Batch batch = BatchReads.find(c, attempt.batchId()).orElseThrow();
            long place = RequestPlaces.of(c, batch, attempt.recordId());
            if (place >= 0 && !batch.requests().isEmpty()) {
                lines.add(new Line(Kind.REQUEST, batch.id(), 0, batch.requests(), place, 0));
            }
            Db.each(
                    c,
                    "SELECT DISTINCT f.no, f.path, x.pos FROM (SELECT batch_id, res_file AS no, res_pos AS pos FROM record"
                            + " WHERE id = ? UNION SELECT batch_id, res_file, res_pos FROM attempt_past WHERE record_id = ?"
                            + " UNION SELECT batch_id, res_file, res_pos FROM surplus WHERE batch_id = ? AND record_id = ?)"
                            + " x JOIN result_file f ON f.batch_id = x.batch_id AND f.no = x.no WHERE x.batch_id = ?",
                    r -> lines.add(new Line(Kind.RESULT, batch.id(), r.getInt(1), r.getString(2), -1, r.getLong(3))),
                    attempt.recordId(),
                    attempt.recordId(),
                    batch.id(),
                    attempt.recordId(),
                    batch.id());
        }
    }

    private void publications() throws SQLException {
        record Published(long recordId, long id, String path) {}
        for (Published one : Db.list(
                c,
                "SELECT r.id, p.id, p.path" + OF + " JOIN publication p ON p.id = r.pub_id"
                        + " WHERE e.erased_id = ? AND p.path IS NOT NULL",
                r -> new Published(r.getLong(1), r.getLong(2), r.getString(3)),
                erasure)) {
            long place = RequestPlaces.of(PublicationMembers.of(c, one.id()), one.recordId());
            lines.add(new Line(Kind.PUBLICATION, one.id(), 0, one.path(), place, 0));
            for (Publications.Share share : Shares.of(c, one.id())) {
                long within = RequestPlaces.of(share.members(), one.recordId());
                if (within >= 0) {
                    lines.add(new Line(
                            Kind.PUBLICATION, one.id(), 0, share.content().path(), within, 0));
                }
            }
        }
    }
}
