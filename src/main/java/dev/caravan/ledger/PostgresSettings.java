package dev.caravan.ledger;

import java.net.URI;

/**
 * Where a ledger in PostgreSQL is, and how it is opened.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param connections most that this process has open at a time
 */
public record PostgresSettings(String url, String user, String password, int connections) {
    private static final String JDBC = "jdbc:";

    /** Host, port and database; no secret, whatever the address holds. */
    String name() {
        try {
            URI uri = URI.create(url.substring(JDBC.length()).split("\\?", 2)[0]);
            return uri.getHost() == null
                    ? "at " + JDBC + "postgresql:…"
                    : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
        } catch (IllegalArgumentException e) {
            return "at " + JDBC + "postgresql:…";
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresSettings[" + name() + ", user " + user + "]";
    }
}
