package dev.caravan.ledger;

import dev.caravan.ledger.Nodes.Node;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The rows of nodes, and what makes a claim void. */
final class NodeRows {
    /** Behind the name of a column with an owner: nobody has it, or whoever has it is dead or unknown. */
    static final String NOBODY = " NOT IN (SELECT alive.id FROM node alive WHERE alive.dead = 0) ";

    /** Starts that are over and still listed; the rows of older ones are deleted. */
    private static final int REMEMBERED = 100;

    private static final String COLUMNS =
            "SELECT id, name, version, incarnation, token, spool, started_at, beat, beat_at, ended_at FROM node ";

    private NodeRows() {}

    /**
     * The row of a start; its number is that of the owner.
     *
     * @param knows number of the newest migration of its jar
     */
    static void insert(Connection c, int number, int knows, long now) throws SQLException {
        Db.update(
                c,
                "INSERT INTO node (id, token, incarnation, knows, started_at, beat_at) VALUES (?, ?, ?, ?, ?, ?)",
                number,
                UUID.randomUUID().toString(),
                number,
                knows,
                now,
                now);
        Db.update(c, "DELETE FROM node WHERE dead = 1 AND id < ?", number - REMEMBERED);
    }

    /** For whoever has the ledger alone: nobody else lives. */
    static int buryAll(Connection c, long now) throws SQLException {
        return Db.update(c, "UPDATE node SET dead = 1, ended_at = ? WHERE dead = 0", now);
    }

    /** What the others had under way is free: they are of a time that is over, or of another copy. */
    static void buryOthers(Connection c, int number, long now) throws SQLException {
        Db.update(c, "UPDATE node SET dead = 1, ended_at = ? WHERE dead = 0 AND id <> ?", now, number);
    }

    static Node find(Connection c, int number) throws SQLException {
        return Db.one(c, COLUMNS + "WHERE id = ?", NodeRows::node, number)
                .orElseThrow(() -> new LedgerException("The ledger has no node " + number));
    }

    static List<Node> living(Connection c) throws SQLException {
        return Db.list(c, COLUMNS + "WHERE dead = 0 ORDER BY id", NodeRows::node);
    }

    private static Node node(ResultSet r) throws SQLException {
        long ended = r.getLong(10);
        return new Node(
                r.getInt(1),
                r.getString(2),
                r.getString(3),
                r.getLong(4),
                r.getString(5),
                r.getString(6),
                Instant.ofEpochMilli(r.getLong(7)),
                r.getLong(8),
                Instant.ofEpochMilli(r.getLong(9)),
                ended == 0 ? null : Instant.ofEpochMilli(ended));
    }
}
