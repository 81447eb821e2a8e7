package dev.caravan.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What PostgreSQL says when something does not work, for an operator. */
final class PostgresErrors {
    private static final String DOUBLE = "23505";
    private static final String DEADLOCK = "40P01";
    private static final String LOCK_TIMEOUT = "55P03";
    private static final Set<String> CONFLICTS = Set.of("40001", DEADLOCK, DOUBLE);

    private final PostgresSettings settings;

    PostgresErrors(PostgresSettings settings) {
        this.settings = settings;
    }

    /** Whether the transaction was only in another one's way: done again it may count. */
    boolean isConflict(SQLException e) {
        return CONFLICTS.contains(state(e));
    }

    /** Whether it made a key that is there, which another one may just have made. */
    boolean isDouble(SQLException e) {
        return DOUBLE.equals(state(e));
    }

    /** Whether the connection is gone, so that nobody knows what became of what was sent last. */
    boolean isLost(SQLException e) {
        String state = state(e);
        return state.isEmpty() || state.startsWith("08") || state.startsWith("57P");
    }

    LedgerUnavailableException unavailable(String what, SQLException e) {
        return new LedgerUnavailableException(explain(what, e), e);
    }

    /** Values of rows that the server quotes in its details are left out. */
    String explain(String what, SQLException e) {
        String state = state(e);
        String ledger = "The ledger " + settings.name();
        if (state.startsWith("28")) {
            return what + ": " + ledger + " does not let the user " + settings.user()
                    + " in. Look at caravan.ledger.user, caravan.ledger.password and pg_hba.conf of the server";
        }
        if (state.equals("3D000")) {
            return what + ": there is no such database (" + settings.name()
                    + "). Create it with encoding UTF8, owned by the user " + settings.user();
        }
        if (state.equals("42501")) {
            return what + ": the user " + settings.user() + " may not do that in " + settings.name() + " (" + message(e)
                    + "). Make that user the owner of the database";
        }
        if (state.equals("53100")) {
            return what + ": the disk of the server of " + settings.name()
                    + " is full. Make room there; Caravan goes on by itself";
        }
        if (state.equals("53300")) {
            return what + ": the server of " + settings.name() + " has no connection left. Lower"
                    + " caravan.ledger.connections or raise max_connections; Caravan goes on by itself";
        }
        if (state.equals("25006")) {
            return what + ": " + settings.name()
                    + " takes no writes: it is a standby, or default_transaction_read_only is on";
        }
        if (state.equals(LOCK_TIMEOUT)) {
            return what + ": another transaction on " + settings.name()
                    + " holds a row too long. Look at pg_stat_activity; Caravan goes on by itself";
        }
        if (state.startsWith("08") || state.startsWith("57P") || e instanceof SQLTransientConnectionException) {
            return what + ": the server of " + settings.name() + " does not answer (" + message(e)
                    + "). Caravan goes on by itself when it does";
        }
        return what + " (" + settings.name() + "): " + message(e) + " (SQLSTATE " + state + ")";
    }

    private static String message(SQLException e) {
        String text = String.valueOf(e.getMessage());
        return text.lines().findFirst().orElse("").replaceFirst("^(ERROR|FATAL): ", "");
    }

    private static String state(SQLException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException one && one.getSQLState() != null) {
                return one.getSQLState();
            }
        }
        return "";
    }
}
