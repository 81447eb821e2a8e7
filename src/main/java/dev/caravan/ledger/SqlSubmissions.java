package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Submissions} in SQL. */
final class SqlSubmissions implements Submissions {
    private static final String COLUMNS = "SELECT s.id, s.public_id, s.workspace, s.actor, s.body_sha, s.lines,"
            + " s.created_at, s.state, s.cancelled_at, s.ended_at, s.n_ok, s.n_failed, NOT EXISTS (SELECT 1 FROM"
            + " submission_drop p JOIN \"drop\" d ON d.id = p.drop_id WHERE p.submission_id = s.id AND d.state < 4),"
            + " CASE WHEN s.purge = 0 THEN s.output_path END, s.endpoint, s.completion_window, s.input_file, s.model,"
            + " s.metadata, s.tok_in, s.tok_cached, s.tok_out, s.tok_reason, s.n_expired, s.troubles,"
            + " (SELECT max(d.sealed_at) FROM submission_drop p JOIN \"drop\" d ON d.id = p.drop_id"
            + " WHERE p.submission_id = s.id), s.finalizing_at FROM submission s ";

    /** Running batches with lines of a submission that their provider says one of these words of; there are few. */
    private static final String STATES = "SELECT DISTINCT b.provider_status FROM submission_drop p JOIN \"drop\" d"
            + " ON d.id = p.drop_id JOIN batch b INDEXED BY batch_due ON b.task_id = d.task_id AND b.state < 7"
            + " AND b.provider_status IN ('paused', 'updating') WHERE p.submission_id = ? AND EXISTS (SELECT 1 FROM chunk k"
            + " CROSS JOIN record r ON r.id >= k.first_id AND r.id < k.first_id + k.n WHERE k.drop_id = d.id"
            + " AND r.batch_id = b.id AND r.state = 2) ORDER BY 1";

    /** Lines that failed and are planned to go again; looked for only where something failed. */
    private static final String RETRIES = "SELECT count(*) FROM submission_drop p JOIN chunk k ON k.drop_id = p.drop_id"
            + " CROSS JOIN todo t ON t.record_id >= k.first_id AND t.record_id < k.first_id + k.n WHERE p.submission_id = ?"
            + " AND t.kind = " + TodoKind.RETRY.code() + " AND EXISTS (SELECT 1 FROM drop_count n"
            + " WHERE n.drop_id = p.drop_id AND n.state = " + RecordState.PROVIDER_ERROR.code() + " AND n.n > 0)";

    /** A drop of which something may still move, or be decided. */
    private static final String MOVES = "(\"drop\".state < 4 OR NOT (" + DropRest.AT_REST + ") OR EXISTS"
            + " (SELECT 1 FROM drop_count n WHERE n.drop_id = \"drop\".id AND n.state = 6 AND n.n > 0))";

    /** Condition on {@code s}: its output can be written. */
    static final String DUE = "s.state = 1 AND NOT EXISTS (SELECT 1 FROM submission_drop p JOIN \"drop\""
            + " ON \"drop\".id = p.drop_id WHERE p.submission_id = s.id AND " + MOVES + ")";

    private static final String OUTCOMES =
            "SELECT r.line, r.id, r.source_id, r.state, r.code, r.recipe_id, r.batch_id, r.res_file,"
                    + " r.res_pos, f.kind, f.path, f.bytes, f.sha256, f.try_no, r.tok_in, r.tok_cached, r.tok_out, r.tok_reason,"
                    + " r.cost_u, r.pub_id IS NOT NULL, CASE WHEN r.person = 1 THEN (SELECT e.value FROM edit e WHERE e.record_id = r.id"
                    + " ORDER BY e.no DESC LIMIT 1) END FROM chunk k CROSS JOIN record r ON r.id >= k.first_id"
                    + " AND r.id < k.first_id + k.n LEFT JOIN result_file f ON f.batch_id = r.batch_id AND f.no = r.res_file"
                    + " WHERE k.drop_id = ? AND k.first_id >= coalesce((SELECT max(first_id) FROM chunk WHERE first_id <= ?), 0)"
                    + " AND r.id > ? ORDER BY k.first_id, r.id LIMIT ?";

    private final Db db;
    private final int owner;
    private final Clock clock;

    SqlSubmissions(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public Submission accept(NewSubmission made, List<Part> parts) {
        return db.write(c -> {
            String key = made.key();
            Optional<Submission> before = key == null
                    ? Optional.empty()
                    : one(c, "WHERE s.workspace = ? AND s.idem_key = ?", made.workspace(), key);
            if (before.isPresent()) {
                return before.get();
            }
            Order order = made.order();
            String input = order == null ? null : order.inputFile();
            if (input != null) {
                Touch.file(c, input);
            }
            long id = Db.number(
                    c,
                    "INSERT INTO submission (public_id, workspace, actor, idem_key, body_sha, lines, bytes, created_at,"
                            + " state, endpoint, completion_window, input_file, model, metadata)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?) RETURNING id",
                    made.publicId(),
                    made.workspace(),
                    made.actor(),
                    key,
                    made.sha256(),
                    made.lines(),
                    made.bytes(),
                    made.at().toEpochMilli(),
                    order == null ? null : order.endpoint(),
                    order == null ? null : order.window(),
                    order == null ? null : order.inputFile(),
                    order == null ? null : order.model(),
                    order == null ? null : order.metadata());
            for (Part part : parts) {
                if (Db.number(c, "SELECT state FROM \"drop\" WHERE id = ?", part.dropId())
                        == DropState.ARRIVING.code()) {
                    SqlDrops.receive(c, part.dropId(), part.path(), part.bytes());
                }
                Db.update(
                        c,
                        "INSERT INTO submission_drop (submission_id, drop_id, operation) VALUES (?, ?, ?)",
                        id,
                        part.dropId(),
                        part.operation());
            }
            return one(c, "WHERE s.id = ?", id).orElseThrow();
        });
    }

    @Override
    public Optional<Submission> find(String workspace, String publicId) {
        return db.read(c -> one(c, "WHERE s.public_id = ? AND s.workspace = ?", publicId, workspace));
    }

    @Override
    public List<Submission> list(String workspace, @Nullable String after, int limit) {
        return db.read(c -> Db.list(
                c,
                COLUMNS + "WHERE s.workspace = ? AND s.endpoint IS NOT NULL AND s.id < coalesce((SELECT a.id FROM"
                        + " submission a WHERE a.public_id = ? AND a.workspace = s.workspace), ?)"
                        + " ORDER BY s.id DESC LIMIT ?",
                SqlSubmissions::submission,
                workspace,
                after,
                after == null ? Long.MAX_VALUE : 0L,
                limit));
    }

    @Override
    public Standing standing(long submissionId) {
        return db.read(c -> new Standing(
                Db.one(c, "SELECT 1 FROM submission s WHERE s.id = ? AND " + DUE, r -> 1, submissionId)
                        .isPresent(),
                Db.list(c, STATES, r -> r.getString(1), submissionId),
                Db.number(c, RETRIES, submissionId)));
    }

    @Override
    public Optional<Submission> byKey(String workspace, String key) {
        return db.read(c -> one(c, "WHERE s.workspace = ? AND s.idem_key = ?", workspace, key));
    }

    @Override
    public boolean knows(String publicId) {
        return db.read(c -> Db.one(c, "SELECT 1 FROM submission WHERE public_id = ?", r -> 1, publicId)
                .isPresent());
    }

    @Override
    public List<Long> orphans() {
        return db.read(c -> Db.list(
                c,
                "SELECT id FROM \"drop\" WHERE state < 4 AND state = ? AND zone = ? AND owner" + NodeRows.NOBODY
                        + "ORDER BY id",
                r -> r.getLong(1),
                DropState.ARRIVING.code(),
                ZONE));
    }

    @Override
    public List<Part> parts(long submissionId) {
        return db.read(c -> Db.list(
                c,
                "SELECT d.id, p.operation, coalesce(d.spool_path, ''), d.bytes FROM submission_drop p JOIN \"drop\" d"
                        + " ON d.id = p.drop_id WHERE p.submission_id = ? ORDER BY d.id",
                r -> new Part(r.getLong(1), r.getString(2), r.getString(3), r.getLong(4)),
                submissionId));
    }

    @Override
    public Optional<Claim> claim() {
        return db.write(c -> {
            Optional<Claim> next = Db.one(
                    c,
                    "SELECT s.id, s.public_id, s.fence + 1 FROM submission s WHERE " + DUE + " AND s.owner"
                            + NodeRows.NOBODY + "ORDER BY s.fence, s.id LIMIT 1",
                    SqlSubmissions::claim);
            if (next.isPresent()) {
                Db.update(
                        c,
                        "UPDATE submission SET owner = ?, fence = ?, finalizing_at = coalesce(finalizing_at, ?)"
                                + " WHERE id = ?",
                        owner,
                        next.get().fence(),
                        clock.millis(),
                        next.get().id());
            }
            return next;
        });
    }

    @Override
    public void release(Claim claim) {
        db.write(c -> Db.update(
                c,
                "UPDATE submission SET owner = 0 WHERE id = ? AND fence = ? AND owner = ?",
                claim.id(),
                claim.fence(),
                owner));
    }

    @Override
    public void ended(Claim claim, Output output) {
        db.write(c -> {
            int rows = Db.update(
                    c,
                    "UPDATE submission SET state = ?, ended_at = ?, n_ok = ?, n_failed = ?, output_path = ?,"
                            + " output_bytes = ?, output_sha = ?, tok_in = ?, tok_cached = ?, tok_out = ?, tok_reason = ?,"
                            + " n_expired = ?, troubles = ?, owner = 0 WHERE id = ? AND fence = ? AND owner = ?"
                            + " AND state = 1",
                    (output.ok() == 0 ? State.FAILED : State.COMPLETED).code(),
                    clock.millis(),
                    output.ok(),
                    output.failed(),
                    output.path(),
                    output.bytes(),
                    output.sha256(),
                    output.tokens().in(),
                    output.tokens().cached(),
                    output.tokens().out(),
                    output.tokens().reasoning(),
                    output.expired(),
                    output.troubles(),
                    claim.id(),
                    claim.fence(),
                    owner);
            if (rows == 0) {
                throw new StaleFenceException("Submission " + claim.publicId());
            }
            for (StoredFiles.StoredFile file : output.files()) {
                SqlStoredFiles.insert(c, file, claim.id());
            }
            return rows;
        });
    }

    @Override
    public void lost(Claim claim) {
        db.write(c -> Db.update(
                c,
                "UPDATE submission SET state = ?, ended_at = ?, n_failed = lines, purge = 2, owner = 0 WHERE id = ?"
                        + " AND fence = ? AND owner = ? AND state = 1",
                State.FAILED.code(),
                clock.millis(),
                claim.id(),
                claim.fence(),
                owner));
    }

    @Override
    public boolean cancelled(long submissionId) {
        return db.write(c -> Db.update(
                        c,
                        "UPDATE submission SET cancelled_at = ? WHERE id = ? AND state = 1 AND cancelled_at IS NULL",
                        clock.millis(),
                        submissionId)
                == 1);
    }

    @Override
    public List<Outcome> outcomes(long dropId, long afterRecordId, int limit) {
        return db.read(
                c -> Db.list(c, OUTCOMES, SqlSubmissions::outcome, dropId, afterRecordId + 1, afterRecordId, limit));
    }

    @Override
    public List<Claim> aged(int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT s.id, s.public_id, s.fence FROM submission s WHERE s.purge = 0 AND s.state > 1 AND NOT EXISTS"
                        + " (SELECT 1 FROM submission_drop p JOIN \"drop\" d ON d.id = p.drop_id"
                        + " WHERE p.submission_id = s.id AND d.purge < 2) ORDER BY s.id LIMIT ?",
                SqlSubmissions::claim,
                limit));
    }

    @Override
    public void purged(long submissionId) {
        db.write(c -> {
            Db.update(c, "DELETE FROM file WHERE submission_id = ?", submissionId);
            return Db.update(c, "UPDATE submission SET purge = 2 WHERE id = ? AND state > 1", submissionId);
        });
    }

    private static Optional<Submission> one(Connection c, String where, @Nullable Object... values)
            throws SQLException {
        return Db.one(c, COLUMNS + where, SqlSubmissions::submission, values);
    }

    private static Claim claim(ResultSet r) throws SQLException {
        return new Claim(r.getLong(1), r.getString(2), r.getLong(3));
    }

    private static Submission submission(ResultSet r) throws SQLException {
        return new Submission(
                r.getLong(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.getLong(6),
                Instant.ofEpochMilli(r.getLong(7)),
                state(r.getInt(8)),
                time(r, 9),
                time(r, 10),
                r.getLong(11),
                r.getLong(12),
                r.getBoolean(13),
                time(r, 26),
                time(r, 27),
                r.getString(14),
                order(r),
                new Tokens(r.getLong(20), r.getLong(21), r.getLong(22), r.getLong(23)),
                r.getLong(24),
                r.getString(25));
    }

    private static @Nullable Order order(ResultSet r) throws SQLException {
        String endpoint = r.getString(15);
        return endpoint == null
                ? null
                : new Order(endpoint, r.getString(16), r.getString(17), r.getString(18), r.getString(19));
    }

    private static State state(int code) {
        for (State state : State.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw new LedgerException("The ledger holds an unknown state of a submission: " + code
                + ". It was written by a newer version of Caravan, or is damaged");
    }

    private static @Nullable Instant time(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static Outcome outcome(ResultSet r) throws SQLException {
        String code = r.getString(5);
        return new Outcome(
                r.getLong(1),
                r.getLong(2),
                r.getString(3),
                Codes.recordState(r.getInt(4)),
                code == null ? "" : code,
                r.getInt(6),
                r.getLong(7),
                new Collection.ResultAt(r.getInt(8), r.getLong(9)),
                r.getString(11) == null
                        ? null
                        : new Collection.ResultFile(
                                r.getString(10), r.getString(11), r.getLong(12), r.getString(13), r.getInt(14)),
                new Collection.Usage(r.getInt(15), r.getInt(16), r.getInt(17), r.getInt(18), r.getLong(19)),
                r.getBoolean(20),
                r.getString(21));
    }
}
