package dev.caravan.publish.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.config.Problems;
import dev.caravan.publish.SinkException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The databases of {@code caravan.databases}. Nothing is connected before the first delivery needs it. */
public final class Databases implements AutoCloseable {
    private static final String SETTING = "caravan.databases";
    private static final long CONNECT_MILLIS = 10_000;
    private static final long IDLE_MILLIS = 60_000;

    private final Map<String, DatabaseSettings> settings;
    private final Map<String, Database> open = new ConcurrentHashMap<>();

    private Databases(Map<String, DatabaseSettings> settings) {
        this.settings = settings;
    }

    /** Reads the settings; says which of them can't be used, and never what is in them. */
    public static Databases read(Environment environment, Problems problems) {
        Map<String, DatabaseSettings> settings = new TreeMap<>(Binder.get(environment)
                .bind(SETTING, Bindable.mapOf(String.class, DatabaseSettings.class))
                .orElse(Map.of()));
        settings.forEach((name, one) -> check(SETTING + "." + name, one, problems));
        return new Databases(settings);
    }

    private static void check(String name, DatabaseSettings one, Problems problems) {
        if (one.url().contains("${") || String.valueOf(one.password()).contains("${")) {
            problems.add(name, 0, "An environment variable that it names is not set");
        } else if (Dialect.of(one.url()).isEmpty()) {
            problems.add(name + ".url", 0, "Unknown kind of database", "Supported: " + Dialect.SUPPORTED);
        }
    }

    /** @throws SinkException if there is none of that name */
    Database named(String name) throws SinkException {
        DatabaseSettings one = settings.get(name);
        if (one == null) {
            throw SinkException.forGood("there is no database \"" + name + "\" in " + SETTING + ". Known: "
                    + (settings.isEmpty() ? "none" : String.join(", ", new TreeSet<>(settings.keySet()))));
        }
        return open.computeIfAbsent(name, any -> open(name, one));
    }

    private static Database open(String name, DatabaseSettings one) {
        Dialect dialect = Dialect.of(one.url()).orElseThrow();
        HikariConfig config = new HikariConfig();
        config.setPoolName("caravan-" + name);
        config.setJdbcUrl(one.url());
        config.setUsername(one.user());
        config.setPassword(one.password());
        config.setMaximumPoolSize(dialect == Dialect.SQLITE ? 1 : Math.max(1, one.connections()));
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_MILLIS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        if (dialect == Dialect.POSTGRESQL) {
            config.addDataSourceProperty("stringtype", "unspecified");
            // The detail of an error quotes the row.
            config.addDataSourceProperty("logServerErrorDetail", "false");
            config.addDataSourceProperty("connectTimeout", "10");
            config.addDataSourceProperty("socketTimeout", "300");
            config.addDataSourceProperty("ApplicationName", "caravan");
        } else {
            config.addDataSourceProperty("busy_timeout", "10000");
        }
        return new Database(name, dialect, new HikariDataSource(config));
    }

    @Override
    public void close() {
        open.values().forEach(Database::close);
    }

    /** A database with its pool. */
    record Database(String name, Dialect dialect, HikariDataSource pool) implements AutoCloseable {
        @Override
        public void close() {
            pool.close();
        }
    }
}
