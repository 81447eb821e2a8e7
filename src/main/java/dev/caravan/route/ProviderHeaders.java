package dev.caravan.route;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Lets nothing of an exchange go to a provider but the headers of its {@link dev.caravan.provider.Call}, and the name of
 * the credential, the kind of the call and the limit of its time, which never leave this machine. */
final class ProviderHeaders implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !name.equalsIgnoreCase(SecretInterceptor.NAME)
                && !name.equalsIgnoreCase(TotalTime.NAME)
                && !name.equalsIgnoreCase(CallTimes.NAME)
                && !exchange.getProperty(ProviderRequest.HEADERS, Set.of(), Set.class)
                        .contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return name.toLowerCase(Locale.ROOT).startsWith("camel");
    }
}
