package dev.caravan.publish.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Statements sent together: bounded in number, and nearly so in what they hold. */
final class RowBatch {
    private static final int MOST_ROWS = 500;
    private static final int MOST_CHARS = 4 << 20;

    private final PreparedStatement statement;
    private final Dialect dialect;
    private final Table table;
    private int rows;
    private long chars;
    private int changed;

    RowBatch(PreparedStatement statement, Dialect dialect, Table table) {
        this.statement = statement;
        this.dialect = dialect;
        this.table = table;
    }

    void add(JsonNode line) throws SQLException {
        int at = 1;
        for (Table.Mapped column : table.columns()) {
            JsonNode value = column.value().in(line);
            dialect.bind(statement, at++, column, value);
            chars += value == null
                    ? 0
                    : value.isTextual()
                            ? value.textValue().length()
                            : value.toString().length();
        }
        statement.addBatch();
        rows++;
        if (rows >= MOST_ROWS || chars >= MOST_CHARS) {
            send();
        }
    }

    /** Sends the rest and returns how many rows were inserted or replaced. */
    int finish() throws SQLException {
        if (rows > 0) {
            send();
        }
        return changed;
    }

    private void send() throws SQLException {
        for (int count : statement.executeBatch()) {
            changed += Math.max(count, 0);
        }
        rows = 0;
        chars = 0;
    }
}
