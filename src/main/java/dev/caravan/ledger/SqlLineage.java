package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** {@link Lineage} in SQL. */
final class SqlLineage implements Lineage {
    static final String FORKED = "forked";
    private static final String OPEN = "SELECT id FROM batch WHERE state < 7 AND state > 1 ORDER BY id";

    private final Db db;
    private final Owner owner;
    private final Clock clock;

    SqlLineage(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public Identity identity() {
        return db.read(c -> {
            Identity now = identity(c);
            return new Identity(
                    now.name(), now.epoch(), NodeRows.find(c, owner.number()).incarnation());
        });
    }

    @Override
    public boolean isEmpty() {
        return db.read(
                c -> Db.one(c, "SELECT 1 FROM \"drop\" LIMIT 1", r -> true).isEmpty());
    }

    @Override
    public int fork() {
        record Forked(Identity now, int left) {}
        Forked forked = db.write(c -> {
            String before = identity(c).name();
            Db.update(c, "UPDATE ledger SET name = ?, epoch = 1 WHERE id = 1", NewOwner.randomName());
            List<Long> open = Db.list(c, OPEN, r -> r.getLong(1));
            for (long id : open) {
                leave(c, BatchReads.find(c, id).orElseThrow(), before);
            }
            NodeRows.buryOthers(c, owner.number(), clock.millis());
            return new Forked(identity(c), open.size());
        });
        owner.become(forked.now().name(), forked.now().epoch());
        return forked.left();
    }

    @Override
    public void incarnationFrom(long incarnation) {
        db.write(c -> {
            Db.update(c, "UPDATE ledger SET owner = ? WHERE id = 1 AND owner < ?", incarnation, incarnation);
            return Db.update(
                    c,
                    "UPDATE node SET incarnation = ? WHERE id = ? AND incarnation < ?",
                    incarnation,
                    owner.number(),
                    incarnation);
        });
    }

    /** What is home already is this ledger's too, and is published. */
    private void leave(Connection c, Batches.Batch batch, String original) throws SQLException {
        String why = "the ledger \"" + original + "\" has their batch " + batch.id() + " under way; this one is a copy";
        new Dissolution(c, batch.id()).hold(batch.members(), FORKED, why);
        Db.update(
                c,
                "UPDATE batch SET state = ?, note = ?, owner = 0, fence = fence + 1,"
                        + " unpublished = CASE WHEN n_ok > 0 THEN 1 ELSE unpublished END WHERE id = ?",
                BatchState.LOST.code(),
                FORKED + ": " + why + " (" + clock.instant() + ")",
                batch.id());
    }

    static Identity identity(Connection c) throws SQLException {
        return Db.one(
                        c,
                        "SELECT name, epoch, owner FROM ledger WHERE id = 1",
                        r -> new Identity(r.getString(1), r.getLong(2), r.getLong(3)))
                .orElseThrow();
    }
}
