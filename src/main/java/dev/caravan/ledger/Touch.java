package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Rows that stand for more than themselves: whoever counts over many rows and writes by that count touches the row that all
 * who could change the count touch too. Of two at the same time the later one is then done again, with the other's rows in
 * its count. On SQLite, where one writes at a time, nothing comes of it.
 */
final class Touch {
    private Touch() {}

    /** Which drop of a task is read, which version of it has which recipe, up to where its rejects are published. */
    static void task(Connection c, int taskId) throws SQLException {
        Db.update(c, "UPDATE task SET rejected_upto = rejected_upto WHERE id = ?", taskId);
    }

    /** As {@link #task(Connection, int)}. */
    static void task(Connection c, String task) throws SQLException {
        Db.update(c, "UPDATE task SET rejected_upto = rejected_upto WHERE name = ?", task);
    }

    /** What a task may still spend. */
    static void budget(Connection c, int taskId) throws SQLException {
        Db.update(c, "UPDATE budget SET micros = micros WHERE task_id = ?", taskId);
    }

    /** What may still be enqueued at an account. */
    static void quota(Connection c, Admission.Account account) throws SQLException {
        Db.update(
                c,
                "UPDATE quota SET slow = slow WHERE credential = ? AND model = ?",
                account.credential(),
                account.model());
    }

    /** Whether every sink has a publication. */
    static void publication(Connection c, long publicationId) throws SQLException {
        Db.update(c, "UPDATE publication SET n = n WHERE id = ?", publicationId);
    }

    /** Whether a file is used. */
    static void file(Connection c, String publicId) throws SQLException {
        Db.update(c, "UPDATE file SET bytes = bytes WHERE public_id = ?", publicId);
    }

    /** What is written once in the life of a ledger. */
    static void ledger(Connection c) throws SQLException {
        Db.update(c, "UPDATE ledger SET epoch = epoch WHERE id = 1");
    }
}
