package dev.caravan.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A process that runs one statement in a DuckDB in memory, with its defaults, and says what that took. */
final class DuckSide {
    static final String NAME = "duck";

    private DuckSide() {}

    public static void main(String[] args) throws Exception {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            Meter meter = new Meter(new Server(0));
            execute(statement, args[0]);
            System.out.println(meter.stop().line(NAME));
        }
    }

    private static void execute(Statement statement, String sql) throws SQLException {
        boolean unused = statement.execute(sql);
    }
}
