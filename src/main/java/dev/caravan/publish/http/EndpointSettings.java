package dev.caravan.publish.http;

import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An entry of {@code caravan.endpoints}.
 *
 * @param headers sent with every request; secrets among them
 */
record EndpointSettings(
        @DefaultValue("") String url, @DefaultValue Map<String, String> headers) {

    @Override
    public String toString() {
        return "***";
    }
}
