package dev.caravan.api;

import dev.caravan.access.KeyHolder;
import dev.caravan.submission.Caller;
import java.security.Principal;
import org.springframework.security.core.Authentication;

/** Who asks below {@code /v1}, with the workspace of the key. The door lets nobody in without one. */
final class Callers {
    private Callers() {}

    static Caller of(Principal who) {
        if (who instanceof Authentication login && login.getPrincipal() instanceof KeyHolder holder) {
            return new Caller(holder.getName(), holder.workspace());
        }
        throw new IllegalStateException("Nobody comes to /v1 without an API key");
    }
}
