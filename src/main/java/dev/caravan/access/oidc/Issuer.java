package dev.caravan.access.oidc;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The issuer as it describes itself. It is asked for that with the first login, so that Caravan starts without it, and then
 * known until the next start. Thread-safe.
 */
final class Issuer implements ClientRegistrationRepository {
    static final String ID = "oidc";

    private static final String DESCRIPTION = "/.well-known/openid-configuration";
    /** Each keeps a thread of the web server until the issuer has answered. */
    static final int AT_ONCE = 8;

    private final OidcSettings settings;
    private final RestClient calls;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private volatile @Nullable Description known;
    private volatile int failures;
    private @Nullable Exception last;

    Issuer(OidcSettings settings, RestClient calls) {
        this.settings = settings;
        this.calls = calls;
    }

    /**
     * Does what may have to wait for the issuer.
     *
     * @throws AuthenticationException if too many wait for it already; nothing was done then
     */
    <T> T inTurn(Supplier<T> work) {
        if (!turns.tryAcquire()) {
            throw Refused.BUSY.because(AT_ONCE + " logins are waiting for the issuer already", null);
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    /**
     * @throws AuthenticationException if the issuer can't be asked or describes itself in a way that is of no use, or the
     *     secret is not in its vault
     */
    @Override
    public ClientRegistration findByRegistrationId(String id) {
        int before = failures;
        Description first = known;
        Description description = first == null ? inTurn(() -> describe(before)) : first;
        try {
            return registration(description)
                    .clientSecret(settings.client().secret().reveal())
                    .build();
        } catch (IllegalStateException noSecret) {
            throw Refused.AWAY.because("The client-secret can't be looked up", noSecret);
        }
    }

    /** For the logout of somebody who logged in there: nobody is asked for anything, nor is the secret. */
    ClientRegistration known() {
        Description description = known;
        if (description == null) {
            throw new IllegalStateException("Nobody can have logged in at an issuer that is not known");
        }
        return registration(description).build();
    }

    private ClientRegistration.Builder registration(Description description) {
        return description
                .registration()
                .registrationId(ID)
                .clientId(settings.client().id())
                .scope(settings.client().scopes())
                .redirectUri(settings.at(OidcSettings.BACK))
                .clientSettings(ClientSettings.builder().requireProofKey(true).build());
    }

    /** Scheme and host of the page that ends a session there; empty if there is none, or nobody has logged in yet. */
    Optional<String> endsAt() {
        Description description = known;
        return description == null ? Optional.empty() : description.endsAt();
    }

    /** One asks, the others wait for what comes of it: an issuer that hangs holds each of them once, not one after the other. */
    private synchronized Description describe(int before) {
        Description first = known;
        if (first != null) {
            return first;
        }
        String at = settings.client().issuer().replaceFirst("/$", "") + DESCRIPTION;
        Exception failed = failures == before ? ask(at) : last;
        Description found = known;
        if (found == null) {
            throw Refused.AWAY.because("The issuer's " + at + " is of no use", failed);
        }
        return found;
    }

    /** Why it is not known now; null if it is. */
    private @Nullable Exception ask(String at) {
        try {
            ResponseEntity<byte[]> reply =
                    calls.get().uri(URI.create(at)).retrieve().toEntity(byte[].class);
            byte[] body = reply.getBody();
            if (!reply.getStatusCode().isSameCodeAs(HttpStatus.OK) || body == null) {
                throw new IOException("it answers " + reply.getStatusCode().value());
            }
            known = Description.read(body, settings.client().issuer());
            return null;
        } catch (IOException | RestClientException e) {
            last = e;
            failures++;
            return e;
        }
    }
}
