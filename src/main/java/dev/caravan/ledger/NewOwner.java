package dev.caravan.ledger;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whoever opens the ledger is a new owner of claims, and a node ({@link Nodes}). */
final class NewOwner {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private NewOwner() {}

    /**
     * The next one; gives the ledger its name, if it has none yet.
     *
     * @param knows number of the newest migration of this jar
     * @throws LedgerNotOpenException if the ledger needs a newer one
     */
    static Owner of(Connection c, int knows, long now) throws SQLException {
        Db.update(
                c,
                "INSERT INTO ledger (id, name, epoch, owner) VALUES (1, ?, 1, 0) ON CONFLICT DO NOTHING",
                randomName());
        Db.update(c, "UPDATE ledger SET owner = owner + 1 WHERE id = 1");
        Owner owner = Db.one(
                        c,
                        "SELECT name, epoch, owner FROM ledger WHERE id = 1",
                        r -> new Owner(r.getString(1), r.getLong(2), r.getInt(3)))
                .orElseThrow();
        // A migration that shuts older nodes out changes the ledger's row first, too: either it sees this node, or this
        // node sees it.
        List<String> needed = History.needed(c, knows);
        if (!needed.isEmpty()) {
            throw new LedgerNotOpenException(
                    "The ledger " + owner.instance() + " " + History.refusal(needed) + ". Nothing was started", null);
        }
        SqlProofs.makeKey(c);
        NodeRows.insert(c, owner.number(), knows, now);
        return owner;
    }

    static String randomName() {
        var random = new SecureRandom();
        var name = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }
}
