package dev.caravan.provider;

import dev.caravan.model.Auth;
import dev.caravan.model.Credential;
import java.io.IOException;

/** Gets short-lived access tokens for credentials of one {@link Auth.Scheme}. Keeps them while they last; thread-safe. */
public interface TokenSource {

    Auth.Scheme scheme();

    /**
     * A token that is good for a minute at least.
     *
     * @throws IOException if there is none to be had, naming the credential and never the secret
     */
    String token(Credential credential) throws IOException;
}
