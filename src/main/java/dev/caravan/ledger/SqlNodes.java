package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** {@link Nodes} in SQL. */
final class SqlNodes implements Nodes {
    private static final String SUBJECT = "node ";

    private final Db db;
    private final int number;
    private final Clock clock;
    private final Duties duties;
    /** The counter as it was last committed: a ledger that has a lower one went back in time. */
    private volatile long beaten;

    private volatile boolean left;

    SqlNodes(Db db, int number, Clock clock) {
        this.db = db;
        this.number = number;
        this.clock = clock;
        this.duties = new SqlDuties(db, number);
    }

    /** The first statement of each write of this node: whoever is dead changes nothing. */
    void mustLive(Connection c) throws SQLException {
        // Read before the row is: a beat that ends in between must not look like a ledger that went back.
        long least = beaten;
        record Me(boolean dead, long beat) {}
        Me me = Db.one(
                        c,
                        "SELECT dead, beat FROM node WHERE id = ?",
                        r -> new Me(r.getInt(1) == 1, r.getLong(2)),
                        number)
                .orElseThrow(this::isOlder);
        if (me.beat() < least) {
            throw isOlder();
        }
        if (me.dead() && left) {
            throw new NodeDeadException(
                    "This process (node " + number + ") has left the ledger, because it is stopping."
                            + " What it was at is done by the other nodes or by its next start; nothing is lost");
        }
        if (me.dead()) {
            throw new NodeDeadException("This process (node " + number + ") counts as dead: its counter in the ledger"
                    + " stood still, because it was stopped or cut off for too long, or another start took its place,"
                    + " or a newer Caravan changed the ledger so that this one can't work on it. Other nodes have taken over what it"
                    + " was at, so nothing more is done here. Start it again; nothing is lost");
        }
    }

    private NodeDeadException isOlder() {
        return new NodeDeadException(
                "The ledger went back in time while Caravan was running: it does not know the newest"
                        + " of node " + number
                        + " any more. Was it put back from a backup, or did its database server fail over"
                        + " with a loss? Nothing more is done here. Start again: what the spool knows is brought in first");
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Node me() {
        return db.read(c -> NodeRows.find(c, number));
    }

    @Override
    public void worksOn(String spool) {
        db.write(c -> Db.update(c, "UPDATE node SET spool = ? WHERE id = ?", spool, number));
    }

    @Override
    public void named(String name, String version) {
        db.write(c -> Db.update(c, "UPDATE node SET name = ?, version = ? WHERE id = ?", name, version, number));
    }

    @Override
    public synchronized void beat() {
        long next = beaten + 1;
        db.write(c -> Db.update(c, "UPDATE node SET beat = ?, beat_at = ? WHERE id = ?", next, clock.millis(), number));
        beaten = next;
    }

    @Override
    public List<Node> living() {
        return db.read(NodeRows::living);
    }

    @Override
    public boolean bury(Node unmoved) {
        return db.write(c -> {
            int rows = Db.update(
                    c,
                    "UPDATE node SET dead = 1, ended_at = ? WHERE id = ? AND beat = ? AND dead = 0",
                    clock.millis(),
                    unmoved.number(),
                    unmoved.beat());
            if (rows == 1) {
                SqlEvents.insert(
                        c,
                        clock.millis(),
                        EventKind.NODE_DEAD,
                        SUBJECT + unmoved.number(),
                        Events.CARAVAN,
                        unmoved.called() + " has not been heard of since " + unmoved.beatAt() + "; node " + number
                                + " called it dead, and what it had under way is free for all nodes");
            }
            return rows == 1;
        });
    }

    @Override
    public boolean knows(long incarnation, String token) {
        return db.read(
                c -> Db.one(c, "SELECT 1 FROM node WHERE incarnation = ? AND token = ?", r -> true, incarnation, token)
                        .isPresent());
    }

    @Override
    public Calls calls() {
        return db.calls();
    }

    @Override
    public Duties duties() {
        return duties;
    }

    @Override
    public void leave() {
        left = true;
        try {
            db.write(c -> Db.update(
                    c, "UPDATE node SET dead = 1, ended_at = ? WHERE id = ? AND dead = 0", clock.millis(), number));
        } catch (LedgerException e) {
            // Dead already, or to be found dead by the others, or alone: then the next start knows.
        }
    }
}
