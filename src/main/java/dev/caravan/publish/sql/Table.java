package dev.caravan.publish.sql;

import dev.caravan.publish.Column;
import dev.caravan.publish.Columns;
import dev.caravan.publish.SinkException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table of results: which column gets which value of a line. {@code task}, {@code source_id} and {@code revision} are
 * always there.
 */
record Table(String name, List<Mapped> columns) {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Set<String> OURS = Set.of("task", "source_id", "revision");

    /** A column of the table and the value it gets. */
    record Mapped(String column, Column value) {
        /** The whole answer is JSON whatever it is; of other values a text is stored as it is, without quotes. */
        boolean isJson() {
            return value.equals(Columns.WHOLE_ANSWER);
        }

        Column.Kind kind(Map<String, Column.Kind> kinds) {
            Column.Kind kind = kinds.getOrDefault(value.path(), value.kind());
            return kind == Column.Kind.JSON && !isJson() ? Column.Kind.TEXT : kind;
        }
    }

    /**
     * @param name {@code table} or {@code schema.table}
     * @param mapping {@code column=path,…} with paths as in the JSON line; empty: every value of the line, the answer as
     *     JSON in {@code result}
     */
    static Table of(String name, String mapping) throws SinkException {
        List<String> parts = List.of(name.split("\\.", -1));
        if (parts.size() > 2 || !parts.stream().allMatch(Table::isIdentifier)) {
            throw SinkException.forGood("\"" + name + "\" can't be the name of a table. Allowed: letters, digits and _,"
                    + " with one dot after a schema");
        }
        List<Mapped> columns = new ArrayList<>();
        Columns.BEFORE.forEach(column -> columns.add(new Mapped(column.path(), column)));
        if (mapping.isBlank()) {
            columns.add(new Mapped("result", Columns.WHOLE_ANSWER));
            Columns.AFTER.forEach(column -> columns.add(new Mapped(column.path().replace('.', '_'), column)));
        } else {
            for (String one : mapping.split(",", -1)) {
                columns.add(mapped(one.strip()));
            }
        }
        Set<String> names = new HashSet<>();
        for (Mapped column : columns) {
            if (!names.add(column.column().toLowerCase(Locale.ROOT))) {
                throw SinkException.forGood(
                        "the column " + column.column() + " is given twice. " + OURS + " are always there");
            }
        }
        return new Table(name, List.copyOf(columns));
    }

    private static Mapped mapped(String one) throws SinkException {
        int equals = one.indexOf('=');
        String column = equals < 0 ? "" : one.substring(0, equals).strip();
        String path = equals < 0 ? "" : one.substring(equals + 1).strip();
        if (!isIdentifier(column) || path.isEmpty() || path.startsWith(".") || path.endsWith(".")) {
            throw SinkException.forGood("\"" + one + "\" is no column. Allowed: column=path, such as"
                    + " category=result.category or cost=cost_usd, with commas between them");
        }
        for (Column known : Columns.AFTER) {
            if (known.path().equals(path)) {
                return new Mapped(column, known);
            }
        }
        if (path.equals(Columns.WHOLE_ANSWER.path())) {
            return new Mapped(column, Columns.WHOLE_ANSWER);
        }
        return new Mapped(column, Column.of(path, Column.Kind.JSON));
    }

    private static boolean isIdentifier(String text) {
        return IDENTIFIER.matcher(text).matches();
    }

    /** Inserts a row, or replaces an older revision of it. */
    String upsert() {
        String columnList = columns.stream().map(one -> quote(one.column())).collect(Collectors.joining(", "));
        String set = columns.stream()
                .map(one -> quote(one.column()) + " = excluded." + quote(one.column()))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + quoted() + " AS there (" + columnList + ") VALUES (" + "?, ".repeat(columns.size() - 1)
                + "?) ON CONFLICT (\"task\", \"source_id\") DO UPDATE SET " + set
                + " WHERE excluded.\"revision\" > there.\"revision\"";
    }

    /** Reads nothing, but fails where a column or the table is missing. */
    String probe() {
        return columns.stream().map(one -> quote(one.column())).collect(Collectors.joining(", ", "SELECT ", ""))
                + " FROM " + quoted() + " WHERE 1 = 0";
    }

    /** @param kinds of the fields of answers, by path */
    String ddl(Dialect dialect, Map<String, Column.Kind> kinds) {
        String columnList = columns.stream()
                .map(one -> quote(one.column()) + " "
                        + dialect.type(one.kind(kinds))
                        + (OURS.contains(one.column()) ? " NOT NULL" : ""))
                .collect(Collectors.joining(", "));
        return "CREATE TABLE IF NOT EXISTS " + quoted() + " (" + columnList
                + ", PRIMARY KEY (\"task\", \"source_id\"))";
    }

    private String quoted() {
        return List.of(name.split("\\.")).stream().map(Table::quote).collect(Collectors.joining("."));
    }

    private static String quote(String identifier) {
        return '"' + identifier + '"';
    }
}
