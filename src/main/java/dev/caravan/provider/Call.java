package dev.caravan.provider;

import java.util.Map;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * A call with headers of its own. A call without them is just its body.
 *
 * @param headers beside those of the provider and the credential; never a secret
 */
public record Call(Map<String, String> headers, @Nullable HttpEntity body) {

    public Call {
        headers = Map.copyOf(headers);
    }
}
