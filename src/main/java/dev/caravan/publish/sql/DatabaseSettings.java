package dev.caravan.publish.sql;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An entry of {@code caravan.databases}.
 *
 * @param url JDBC URL
 * @param connections most connections at a time
 */
record DatabaseSettings(
        @DefaultValue("") String url,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("2") int connections) {

    @Override
    public String toString() {
        // A URL may hold a password too.
        return "***";
    }
}
