package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls by NOTIFY; the listener has a connection of its own, and makes another one when that breaks. */
final class PostgresCalls implements Calls, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresCalls.class);
    private static final String CHANNEL = "caravan";
    private static final Duration APART = Duration.ofMillis(100);
    private static final Duration LISTENING = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final PostgresSettings settings;
    private final Db db;
    private final int number;
    private final Map<String, Long> called = new ConcurrentHashMap<>();
    private volatile @Nullable Connection listening;
    private volatile boolean closed;

    /** @param number of this node, which does not hear itself */
    PostgresCalls(PostgresSettings settings, Db db, int number) {
        this.settings = settings;
        this.db = db;
        this.number = number;
    }

    @Override
    public void call(String words) {
        long now = System.nanoTime();
        Long last = called.get(words);
        if (closed || last != null && now - last < APART.toNanos()) {
            return;
        }
        called.put(words, now);
        try {
            db.read(c -> Db.one(c, "SELECT pg_notify(?, ?)", r -> true, CHANNEL, number + " " + words));
        } catch (LedgerException e) {
            log.debug("Other nodes are not called", e);
        }
    }

    @Override
    public void hear(Consumer<String> listener) {
        var thread = new Thread(() -> listen(listener), "ledger-calls");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen(Consumer<String> listener) {
        while (!closed) {
            try (Connection connection = PostgresLedger.connect(settings)) {
                listening = connection;
                Db.update(connection, "LISTEN " + CHANNEL);
                while (!closed) {
                    tell(connection.unwrap(PGConnection.class), listener);
                }
            } catch (SQLException e) {
                if (!closed) {
                    log.debug("Calls of other nodes are not heard for a while", e);
                    LockSupport.parkNanos(AGAIN.toNanos());
                }
            }
        }
    }

    private void tell(PGConnection connection, Consumer<String> listener) throws SQLException {
        PGNotification[] heard = connection.getNotifications((int) LISTENING.toMillis());
        for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
            String[] parts = one.getParameter().split(" ", 2);
            if (parts.length == 2 && !parts[0].equals(Integer.toString(number))) {
                try {
                    listener.accept(parts[1]);
                } catch (RuntimeException e) {
                    log.warn("A call of node {} led to nothing: {}", parts[0], e.toString());
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection connection = listening;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("The connection for calls is gone already", e);
            }
        }
    }
}
