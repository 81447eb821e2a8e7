package dev.caravan.access.oidc;

import dev.caravan.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code oidc:} of {@code users.yaml}.
 *
 * @param session how long one lasts at most, used or not
 * @param here scheme, host and port under which people open Caravan; neither path nor slash at its end
 */
public record OidcSettings(Client client, Claims claims, Grants grants, Duration session, Shown shown, URI here) {

    /** Where a login comes back to. */
    static final String BACK = "/login/oidc";

    /** Where a login begins. */
    static final String BEGIN = "/login/start";

    /**
     * What Caravan is to the issuer.
     *
     * @param issuer as it calls itself, to the letter
     * @param timeout of each call, from the first byte to the last
     * @param userInfo whether claims are asked for that are not in the ID token
     */
    record Client(String issuer, String id, Secret secret, List<String> scopes, Duration timeout, boolean userInfo) {
        Client {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * What people see of it.
     *
     * @param label what they know the issuer as
     * @param contact whom they ask
     * @param local whether users and passwords of the file count too
     */
    record Shown(String label, String contact, boolean local) {}

    String at(String path) {
        return here + path;
    }
}
