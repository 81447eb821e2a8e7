package dev.caravan.route;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Lets nothing of an exchange go to a webhook but what signs a notice. */
final class WebhookHeaders implements HeaderFilterStrategy {
    private static final Set<String> OUT = Set.of("webhook-id", "webhook-timestamp", "webhook-signature");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return name.toLowerCase(Locale.ROOT).startsWith("camel");
    }
}
