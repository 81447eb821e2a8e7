package dev.caravan.publish.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.publish.Column;
import dev.caravan.publish.Columns;
import dev.caravan.publish.ContentLines;
import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.SinkException;
import dev.caravan.publish.sql.Databases.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code sqlSink}: upserts a publication into a table by task and source record ID, all of it in one transaction. A
 * row is replaced only by a higher revision, so a repetition and a late delivery change nothing.
 */
public final class SqlSink {
    private static final Logger LOG = LoggerFactory.getLogger(SqlSink.class);
    private static final int QUERY_SECONDS = 120;

    private final Databases databases;
    private final Columns columns;

    SqlSink(Databases databases, Columns columns) {
        this.databases = databases;
        this.columns = columns;
    }

    /**
     * @param database name in {@code caravan.databases}
     * @param table {@code table} or {@code schema.table}
     * @param mapping {@code column=path,…}; empty for every value of a line
     * @param create whether a missing table is made
     */
    public void write(DeliveryInHand delivery, String database, String table, String mapping, boolean create)
            throws IOException {
        Table target = Table.of(table, mapping);
        Database to = databases.named(database);
        delivery.check();
        try (Connection connection = to.pool().getConnection()) {
            prepare(connection, to, target, delivery, create);
            int changed = upsert(connection, to.dialect(), target, delivery);
            connection.commit();
            LOG.info(
                    "Publication {} of {}: {} records for table {} of {}, {} rows changed",
                    delivery.getPublication(),
                    delivery.getTask(),
                    delivery.getRecords(),
                    table,
                    database,
                    changed);
        } catch (SQLException e) {
            throw SinkException.again("table " + table + " of database " + database + ": " + SqlWords.of(e)
                    + ". The transaction was rolled back");
        }
    }

    private void prepare(Connection connection, Database to, Table table, DeliveryInHand delivery, boolean create)
            throws SQLException, IOException {
        try {
            run(connection, table.probe());
        } catch (SQLException e) {
            connection.rollback();
            if (!to.dialect().isTableMissing(e) || !create) {
                throw SinkException.again("table " + table.name() + " of database " + to.name() + " can't be used: "
                        + SqlWords.of(e) + ". It can be made with: " + ddl(to, table, delivery));
            }
            run(connection, ddl(to, table, delivery));
            connection.commit();
            LOG.info("Made table {} in database {}", table.name(), to.name());
        }
    }

    private String ddl(Database to, Table table, DeliveryInHand delivery) throws IOException {
        Map<String, Column.Kind> kinds = columns.of(delivery).stream()
                .collect(Collectors.toMap(Column::path, Column::kind, (one, other) -> one));
        return table.ddl(to.dialect(), kinds);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(QUERY_SECONDS);
            statement.execute(sql);
        }
    }

    private static int upsert(Connection connection, Dialect dialect, Table table, DeliveryInHand delivery)
            throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(table.upsert());
                ContentLines lines = delivery.lines()) {
            statement.setQueryTimeout(QUERY_SECONDS);
            RowBatch batch = new RowBatch(statement, dialect, table);
            for (JsonNode line = lines.next(); line != null; line = lines.next()) {
                batch.add(line);
            }
            return batch.finish();
        } catch (SQLException | IOException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException cut) {
                // It is rolled back with its connection; why that was cut is what counts.
                e.addSuppressed(cut);
            }
            throw e;
        }
    }
}
