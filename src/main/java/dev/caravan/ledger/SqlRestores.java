package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link Restores} in SQL. */
final class SqlRestores implements Restores {
    private static final String EVENT_SUBJECT = "ledger";

    private final Db db;
    private final Owner owner;
    private final Clock clock;

    SqlRestores(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public Horizon horizon() {
        return db.read(c -> {
            Map<Long, Integer> open = new HashMap<>();
            Db.each(
                    c,
                    "SELECT b.id, coalesce((SELECT max(no) FROM try WHERE batch_id = b.id), 0) FROM batch b"
                            + " WHERE b.state < 7",
                    r -> open.put(r.getLong(1), r.getInt(2)));
            Set<String> accepted = new HashSet<>();
            Db.each(
                    c,
                    "SELECT t.batch_id, t.no FROM batch b CROSS JOIN try t ON t.batch_id = b.id AND t.state = 4"
                            + " WHERE b.state < 7",
                    r -> accepted.add(r.getLong(1) + "/" + r.getInt(2)));
            return new Horizon(
                    Db.number(c, "SELECT max(id) FROM \"drop\""),
                    Db.number(c, "SELECT max(id) FROM batch"),
                    Db.number(c, "SELECT max(id) FROM publication"),
                    open,
                    accepted);
        });
    }

    @Override
    public boolean isUnderWay() {
        return db.read(c -> Db.number(c, "SELECT restoring FROM ledger WHERE id = 1") == 1);
    }

    @Override
    public void begin(long lastPublication, String why) {
        Lineage.Identity identity = db.write(c -> {
            if (Db.number(c, "SELECT restoring FROM ledger WHERE id = 1") == 0) {
                Db.update(c, "UPDATE ledger SET restoring = 1, epoch = max(epoch + 1, owner) WHERE id = 1");
                SqlEvents.insert(c, clock.millis(), EventKind.LEDGER_RESTORED, EVENT_SUBJECT, Events.CARAVAN, why);
            }
            NodeRows.buryOthers(c, owner.number(), clock.millis());
            PastPublications.supposeSent(c);
            if (lastPublication > Db.number(c, "SELECT max(id) FROM publication")) {
                Db.update(
                        c,
                        "INSERT INTO publication (id, task_id, state, members, n) VALUES (?, 0, 3, ?, 0)",
                        lastPublication,
                        new byte[0]);
            }
            return SqlLineage.identity(c);
        });
        owner.become(identity.name(), identity.epoch());
    }

    @Override
    public void drop(PastDrop drop) {
        db.write(c -> {
            boolean taken = drop.tag() != null
                    && Db.one(
                                    c,
                                    "SELECT 1 FROM \"drop\" WHERE zone = ? AND uri = ? AND tag = ? AND state < 5 AND id <> ?",
                                    r -> true,
                                    drop.zone(),
                                    drop.uri(),
                                    drop.tag(),
                                    drop.id())
                            .isPresent();
            // The same version under two numbers is read twice; its rows are unchanged the second time.
            return Db.update(
                    c,
                    "INSERT INTO \"drop\" (id, task_id, zone, uri, tag, state, spool_path, bytes, fence)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    drop.id(),
                    drop.taskId(),
                    drop.zone(),
                    drop.uri(),
                    taken ? null : drop.tag(),
                    (drop.spoolPath() == null ? DropState.VOID : DropState.RECEIVED).code(),
                    drop.spoolPath(),
                    drop.bytes(),
                    drop.fence());
        });
    }

    @Override
    public void over(PastDrop drop, boolean failed, DropCounts counts) {
        db.write(c -> {
            new PastDrops(c, clock.millis()).bringIn(drop, failed, counts);
            return 0;
        });
    }

    @Override
    public void over(long dropId) {
        db.write(c -> {
            new PastDrops(c, clock.millis()).end(dropId);
            for (long publication : Db.list(c, "SELECT id FROM publication WHERE state < 3", r -> r.getLong(1))) {
                if (SqlPurges.allMarked(c, PublicationMembers.of(c, publication))) {
                    SqlPublications.over(c, publication);
                }
            }
            return 0;
        });
    }

    @Override
    public void over(PastBatch batch) {
        db.write(c -> {
            new PastBatches(c, clock.millis()).over(batch);
            return 0;
        });
    }

    @Override
    public void manifest(long dropId, Proofs.Manifest manifest) {
        db.write(c -> SqlProofs.insert(c, dropId, manifest));
    }

    @Override
    public void renamed(String old, String now, String sha256) {
        long id = Long.parseLong(old.replaceAll("^[a-z]+/([0-9]{1,18})/.*$", "$1"));
        db.write(c -> {
            Db.update(
                    c, "UPDATE batch SET requests = ?, sha256 = ? WHERE id = ? AND requests = ?", now, sha256, id, old);
            Db.update(
                    c,
                    "UPDATE result_file SET path = ?, received = coalesce(received, sha256), sha256 = ?"
                            + " WHERE batch_id = ? AND path = ?",
                    now,
                    sha256,
                    id,
                    old);
            Db.update(c, "UPDATE publication SET path = ?, sha256 = ? WHERE id = ? AND path = ?", now, sha256, id, old);
            Db.update(c, "UPDATE share SET path = ?, sha256 = ? WHERE pub_id = ? AND path = ?", now, sha256, id, old);
            Db.update(c, "DELETE FROM drop_file WHERE drop_id = ? AND path = ?", id, old);
            return Db.update(c, "UPDATE chunk SET segment = ? WHERE drop_id = ? AND segment = ?", now, id, old);
        });
    }

    @Override
    public List<Frame> frames(long dropId, String segment) {
        return db.read(c -> Db.list(
                c,
                "SELECT first_id, n, frame_off FROM chunk WHERE drop_id = ? AND segment = ? ORDER BY first_id",
                r -> new Frame(r.getLong(1), r.getInt(2), r.getLong(3)),
                dropId,
                segment));
    }

    @Override
    public void moved(Frame frame, long offset) {
        db.write(c -> Db.update(c, "UPDATE chunk SET frame_off = ? WHERE first_id = ?", offset, frame.firstId()));
    }

    @Override
    public Map<Long, String> unread() {
        return db.read(c -> {
            Map<Long, String> unread = new HashMap<>();
            Db.each(
                    c,
                    "SELECT id, coalesce(spool_path, '') FROM \"drop\" WHERE state < 4",
                    r -> unread.put(r.getLong(1), r.getString(2)));
            return unread;
        });
    }

    @Override
    public void rebuilt(PastDrop drop) {
        db.write(c -> {
            new DropEnd(c, drop.id()).withdraw();
            return Db.update(
                    c,
                    "UPDATE \"drop\" SET state = 2, spool_path = ?, bytes = ?, ck_row = 0, ck_hash = 0, owner = 0,"
                            + " fence = max(fence, ?) WHERE id = ? AND state < 4",
                    drop.spoolPath(),
                    drop.bytes(),
                    drop.fence(),
                    drop.id());
        });
    }

    @Override
    public Naming naming(long batchId) {
        return db.read(c -> Db.one(
                        c,
                        "SELECT l.name, b.epoch, EXISTS (SELECT 1 FROM past_member p WHERE p.batch_id = b.id)"
                                + " FROM ledger l CROSS JOIN batch b ON true WHERE b.id = ?",
                        r -> new Naming(r.getString(1) + Long.toString(r.getLong(2), 36), r.getBoolean(3)),
                        batchId)
                .orElseThrow(() -> new LedgerException("The ledger has no batch " + batchId)));
    }

    @Override
    public Map<Long, Long> recordsOf(long batchId, List<Long> pastIds) {
        return db.read(c -> {
            Map<Long, Long> records = new HashMap<>();
            try (var one = c.prepareStatement("SELECT record_id FROM past_member WHERE batch_id = ? AND past_id = ?")) {
                for (long pastId : pastIds) {
                    Db.bind(one, batchId, pastId);
                    try (var rows = one.executeQuery()) {
                        if (rows.next()) {
                            records.put(pastId, rows.getLong(1));
                        }
                    }
                }
            }
            return records;
        });
    }

    @Override
    public void attach(PastBatch batch, List<PastMember> members) {
        db.write(c -> {
            new PastBatches(c, clock.millis()).exists(batch);
            new PastMembers(c, batch).attach(members);
            return 0;
        });
    }

    @Override
    public void batch(PastBatch batch) {
        db.write(c -> {
            new PastBatches(c, clock.millis()).settle(batch);
            return 0;
        });
    }

    @Override
    public void open(long batchId, List<PastTry> tries) {
        db.write(c -> {
            new PastBatches(c, clock.millis()).settleOpen(batchId, tries);
            return 0;
        });
    }

    @Override
    public boolean knows(long publicationId) {
        return db.read(c -> PastPublications.knows(c, publicationId));
    }

    @Override
    public int publication(PastPublication publication, List<PastLine> lines, List<PastShare> shares) {
        return db.write(c -> new PastPublications(c, publication).bringIn(lines, shares));
    }

    @Override
    public void end() {
        db.write(c -> Db.update(c, "UPDATE ledger SET restoring = 0 WHERE id = 1"));
    }

    /** Whether a batch was cut before the ledger went back in time. */
    static boolean isPast(Connection c, long batchId) throws SQLException {
        return Db.number(c, "SELECT epoch FROM batch WHERE id = ?", batchId)
                != Db.number(c, "SELECT epoch FROM ledger WHERE id = 1");
    }
}
