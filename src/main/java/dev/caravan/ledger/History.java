package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the migrations of a jar stand to those that a ledger has had.
 *
 * @param missing those of the jar that the ledger has not had, or has had with another content
 * @param newer those that the ledger has had and the jar does not know
 * @param needed of the newer ones, those that a jar must know, with what has changed
 */
record History(List<String> missing, List<String> newer, List<String> needed) {

    /** @param own the jar's: checksums by name */
    static History of(Connection c, Map<String, Integer> own) throws SQLException {
        Map<String, Integer> there = new TreeMap<>();
        Db.each(c, "SELECT script, checksum, success FROM flyway_schema_history", r -> {
            if (r.getBoolean(3)) {
                there.put(r.getString(1), r.getInt(2));
            }
        });
        List<String> missing = own.entrySet().stream()
                .filter(one -> !one.getValue().equals(there.get(one.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        List<String> newer =
                there.keySet().stream().filter(name -> !own.containsKey(name)).toList();
        return new History(
                missing, newer, newer.isEmpty() || !missing.isEmpty() ? List.of() : needed(c, Migrations.newest(own)));
    }

    /** Migrations beyond this one that a jar must know, each with what has changed. The ledger has the table of them. */
    static List<String> needed(Connection c, int newest) throws SQLException {
        return Db.list(
                c,
                "SELECT migration, why FROM needed WHERE migration > ? ORDER BY migration",
                r -> "V%03d (%s)".formatted(r.getInt(1), r.getString(2)),
                newest);
    }

    /** Why a jar that lacks these may not work on the ledger; begins behind the ledger's name. */
    static String refusal(List<String> needed) {
        return "needs a newer Caravan, which knows " + String.join(", ", needed)
                + ". Start that one or a newer one, or put back a copy from before";
    }

    /** Nothing of the jar's is missing. */
    boolean isWhole() {
        return missing.isEmpty();
    }

    /** Why the jar may not work on the ledger, behind the ledger's name; null if it may, be it after migrating it. */
    @Nullable
    String refusal() {
        if (!needed.isEmpty()) {
            return refusal(needed);
        }
        if (!newer.isEmpty() && !missing.isEmpty()) {
            return "was changed by a Caravan of another line: it has "
                    + newer.stream().collect(Collectors.joining(", "))
                    + ", which this one does not know, and lacks " + String.join(", ", missing)
                    + ", which this one would add. Start the one that made it, or a newer one, or put back a copy from before";
        }
        return null;
    }
}
