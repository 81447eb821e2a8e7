package dev.caravan.provider;

import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** A body that says it can't be sent twice, so no HTTP client ever repeats the call that carries it. */
public final class OnceEntity extends HttpEntityWrapper {

    public OnceEntity(HttpEntity body) {
        super(body);
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }
}
