package dev.caravan.publish.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.publish.Column.Kind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What differs between databases. Both know {@code INSERT … ON CONFLICT … DO UPDATE … WHERE}. */
enum Dialect {
    POSTGRESQL("jdbc:postgresql:") {
        @Override
        String type(Kind kind) {
            return switch (kind) {
                case TEXT -> "text";
                case INTEGER -> "bigint";
                case NUMBER -> "numeric";
                case BOOLEAN -> "boolean";
                case JSON -> "jsonb";
            };
        }

        /** As text of unknown type, which PostgreSQL reads as whatever its column is. */
        @Override
        void bind(PreparedStatement statement, int at, JsonNode value) throws SQLException {
            statement.setString(at, text(value));
        }

        @Override
        boolean isTableMissing(SQLException error) {
            return "42P01".equals(error.getSQLState()) || "3F000".equals(error.getSQLState());
        }
    },
    SQLITE("jdbc:sqlite:") {
        @Override
        String type(Kind kind) {
            return switch (kind) {
                case TEXT, JSON -> "TEXT";
                case INTEGER, BOOLEAN -> "INTEGER";
                case NUMBER -> "NUMERIC";
            };
        }

        @Override
        void bind(PreparedStatement statement, int at, JsonNode value) throws SQLException {
            if (value.isBoolean()) {
                statement.setInt(at, value.booleanValue() ? 1 : 0);
            } else if (value.isIntegralNumber() && value.canConvertToLong()) {
                statement.setLong(at, value.longValue());
            } else if (value.isNumber() && Double.isFinite(value.doubleValue())) {
                statement.setDouble(at, value.doubleValue());
            } else {
                statement.setString(at, text(value));
            }
        }

        @Override
        boolean isTableMissing(SQLException error) {
            return String.valueOf(error.getMessage()).contains("no such table");
        }
    };

    static final String SUPPORTED = "PostgreSQL (jdbc:postgresql:…), SQLite (jdbc:sqlite:…)";

    private final String scheme;

    Dialect(String scheme) {
        this.scheme = scheme;
    }

    static Optional<Dialect> of(String url) {
        for (Dialect dialect : values()) {
            if (url.startsWith(dialect.scheme)) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    /** The type of a column that Caravan makes. */
    abstract String type(Kind kind);

    abstract void bind(PreparedStatement statement, int at, JsonNode value) throws SQLException;

    abstract boolean isTableMissing(SQLException error);

    void bind(PreparedStatement statement, int at, Table.Mapped column, @Nullable JsonNode value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.NULL);
        } else if (column.isJson()) {
            statement.setString(at, Storable.json(value.toString()));
        } else {
            bind(statement, at, value);
        }
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? Storable.text(value.textValue()) : Storable.json(value.toString());
    }
}
