package dev.caravan.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The statements of the ledger as PostgreSQL wants them. They are written in the SQL that both databases share; what is
 * left are words that tell SQLite's planner its order, words that only PostgreSQL needs ({@link Db#LOCK}), and rows that
 * are one there and several here (V041__ledger.sql).
 */
final class PostgresSql {
    /** Statements that carry numbers in their text are many. */
    private static final int MOST = 5_000;

    private static final String RANGE = "\\+?([mk]\\.\\w+(?: \\+ [mk]\\.\\w+)?|\\(SELECT max\\([^()]+\\)[^()]+\\))";

    private record Rule(Pattern pattern, String instead) {
        static Rule of(String pattern, String instead) {
            return new Rule(Pattern.compile(pattern), instead);
        }
    }

    /**
     * The planner knows nothing of how many rows lie between two numbers of another table, and would rather read the whole
     * table: OFFSET 0 keeps it from turning a walk along an index around. What is updated along such a walk is named by its
     * place, found before: a join with the table itself it would begin at the wrong end where it has no statistics yet.
     */
    private static final Rule[] RULES = {
        Rule.of(
                "CROSS JOIN (\\w+) (\\w+)\\s+ON\\s+\\2\\.(\\w+) >= " + RANGE + " AND \\2\\.\\3 < " + RANGE,
                "JOIN LATERAL (SELECT * FROM $1 y WHERE y.$3 >= $4 AND y.$3 < $5 OFFSET 0) $2 ON true"),
        // Where it takes hardly any row for one in that state, it would begin with those, and compare each with each.
        Rule.of(
                "(?:CROSS JOIN|(?<!LEFT )JOIN(?= record )) (\\w+|\"drop\") (\\w+)\\s+ON\\s+\\2\\.(id|record_id)"
                        + " = ([a-z]+\\.\\w+)",
                "JOIN LATERAL (SELECT * FROM $1 y WHERE y.$3 = $4 OFFSET 0) $2 ON true"),
        Rule.of(
                "UPDATE record SET state = 10 WHERE id IN \\((SELECT o\\.id .*)\\)$",
                "UPDATE record SET state = 10 WHERE id = ANY (ARRAY($1))"),
        Rule.of(
                "FROM temp\\.run m WHERE\\s+r\\.id >= \\+m\\.first_id AND r\\.id < \\+m\\.end_id",
                "WHERE r.ctid = ANY (ARRAY(SELECT z.place FROM pg_temp.run m JOIN LATERAL (SELECT y.ctid AS place, y.attempt"
                        + " FROM record y WHERE y.id >= m.first_id AND y.id < m.end_id OFFSET 0) z ON true WHERE true))"),
        Rule.of("attempt = m\\.attempt,", "attempt = r.attempt + 1,"),
        Rule.of("WHERE true\\)\\)(.*?) AND r\\.attempt = m\\.attempt - 1", "WHERE z.attempt = m.attempt - 1))$1"),
        Rule.of("CROSS JOIN", "JOIN"),
        Rule.of(" INDEXED BY \\w+", ""),
        Rule.of("\\btemp\\.", "pg_temp."),
        Rule.of("/\\* (FOR [A-Za-z ]+) \\*/", "$1"),
        Rule.of("SELECT value FROM json_each\\(\\?\\)", "SELECT jsonb_array_elements_text(CAST(? AS jsonb))"),
        Rule.of("SELECT seq FROM sqlite_sequence WHERE name = 'change'", "SELECT newest_change()"),
        Rule.of(
                "INTO drop_count \\(drop_id, state, n\\) VALUES \\(\\?, \\?, \\?\\) ON CONFLICT \\(drop_id, state\\)"
                        + " DO UPDATE SET n = drop_count\\.n",
                "INTO drop_shard (drop_id, state, n) VALUES (?, ?, ?) ON CONFLICT (drop_id, state, shard)"
                        + " DO UPDATE SET n = drop_shard.n"),
        Rule.of("INTO drop_count ", "INTO drop_shard "),
        Rule.of("DELETE FROM drop_count WHERE", "DELETE FROM drop_shard WHERE state > 0 AND"),
        Rule.of(
                "UPDATE \"drop\" SET moves = moves \\+ 1 WHERE id = \\?",
                "INSERT INTO drop_shard (drop_id, state, n) VALUES (?, 0, 1) ON CONFLICT (drop_id, state, shard)"
                        + " DO UPDATE SET n = drop_shard.n + 1"),
        Rule.of(
                "proved < \"drop\"\\.moves",
                "(proved < moved OR id IN (SELECT s.drop_id FROM drop_shard s WHERE s.state = 0))"
                        + " AND proved < \"drop\".moves"),
    };

    private final Map<String, String> known = new ConcurrentHashMap<>();

    String of(String sql) {
        if (known.size() > MOST) {
            known.clear();
        }
        return known.computeIfAbsent(sql, PostgresSql::translated);
    }

    private static String translated(String sql) {
        String result = sql;
        for (Rule rule : RULES) {
            result = rule.pattern().matcher(result).replaceAll(rule.instead());
        }
        return result;
    }
}
