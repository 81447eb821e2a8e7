package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What PostgreSQL would do with the statements of the ledger where records are many. */
final class PostgresPlans {
    /** What only SQLite understands, or means something else to PostgreSQL. */
    private static final Pattern FOREIGN =
            Pattern.compile("CROSS JOIN|INDEXED BY|(?<!pg_)\\btemp\\.|/\\*|json_each|sqlite_"
                    + "|(INTO|FROM|UPDATE) drop_count (\\(|SET)|UPDATE \"drop\" SET moves");

    /** A walk along a whole table, or along a whole index of it; those that have few of its rows alone are good. */
    private static final Pattern WHOLE = Pattern.compile(
            "(?:Seq Scan|Index(?: Only)? Scan(?: Backward)? using (?:record_\\w+"
                    + "|todo_pkey|todo_next|attempt_past_pkey)) on (?:record|todo|attempt_past)\\b[^\\n]*\\n(?!\\s+Index Cond:)");

    private static final Map<Class<?>, String> LITERALS = Map.of(
            Long.class, "1", Integer.class, "1", String.class, "'1'", byte[].class, "'\\x'", Boolean.class, "true");

    private PostgresPlans() {}

    static boolean hasForeignWords(String sql) {
        return FOREIGN.matcher(sql).find();
    }

    /** A ledger with so many records of one drop, of which the server has no statistics. */
    static PostgresSettings large(int records) {
        PostgresSettings database = EmptyPostgres.createBare("ENCODING 'UTF8'");
        PostgresLedger.prepare(database);
        EmptyPostgres.run(
                database,
                "INSERT INTO record (id, content, drop_id, line, task_id, recipe_id, state, source_id)"
                        + " SELECT i, i, 1 + i % 100, i, 1, 1, 1, 'key' || i FROM generate_series(1, " + records
                        + ") i",
                "INSERT INTO todo (record_id, task_id, kind, drop_id) SELECT i * 10, 1 + i % 10, 1 + i % 6, 1 + i % 100"
                        + " FROM generate_series(1, " + records / 10 + ") i",
                "INSERT INTO chunk (first_id, n, drop_id, task_id, segment, frame_off, state)"
                        + " SELECT i * 10, 10, 1 + i % 100, 1, 'segment', i, 1 FROM generate_series(1, " + records / 10
                        + ") i",
                "INSERT INTO attempt_past (record_id, attempt, batch_id, recipe_id, state, tok_in, tok_cached, tok_out,"
                        + " tok_reason, cost_u) SELECT i * 10, 1, 1, 1, 4, 0, 0, 0, 0, 0 FROM generate_series(1, "
                        + records / 10 + ") i");
        return database;
    }

    /** The statements that would read one of the large tables from its start to its end, with their plans. */
    static Map<String, String> wholeTables(PostgresSettings database, Map<String, Map<Integer, Class<?>>> statements) {
        Map<String, String> found = new TreeMap<>();
        var words = new PostgresSql();
        try (Db db = new PostgresDb(database)) {
            statements.forEach((sql, types) -> {
                String plan = db.write(c -> plan(c, words.of(sql), types));
                if (WHOLE.matcher(plan).find()) {
                    found.put(sql, plan);
                }
            });
        }
        return found;
    }

    /** A value that was never anything but null is a number nearly everywhere. */
    private static String plan(Connection c, String sql, Map<Integer, Class<?>> types) throws SQLException {
        var text = new StringBuilder("EXPLAIN (COSTS OFF) ");
        int value = 0;
        for (String piece : sql.split("(?=\\?)|(?<=\\?)")) {
            if (!piece.equals("?")) {
                text.append(piece);
            } else {
                String literal = LITERALS.getOrDefault(types.getOrDefault(++value, Long.class), "null");
                text.append(text.toString().endsWith("LIMIT ") ? "1000" : literal);
            }
        }
        var plan = new StringBuilder();
        try (Statement statement = c.createStatement();
                ResultSet lines = statement.executeQuery(text.toString())) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
