package dev.caravan.route;

import org.apache.camel.Exchange;
import org.apache.hc.core5.http.HttpEntity;

/** Bean {@code providerRequest}: only a body that a conversation made for it goes to a provider. */
public final class ProviderRequest {

    public void prepare(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof HttpEntity)) {
            exchange.getMessage().setBody(null);
        }
    }
}
