package dev.caravan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer of a provider.
 *
 * @param headers by lower-case name
 * @param json the body if it is JSON, else null
 * @param text the first 2,000 characters of the body, for messages
 */
public record Reply(
        int status, Map<String, String> headers, @Nullable JsonNode json, String text) {

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
