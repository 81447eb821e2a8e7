package dev.caravan.batch;

import dev.caravan.model.Credential;
import java.util.Optional;
import java.util.Set;

/** Credentials whose batches are left alone, because their provider refused them or fails again and again. */
public interface RestingCredentials {
    Set<String> now();

    /** Why nothing is sent with a credential now, for whoever can mend it; empty if something is. */
    default Optional<String> waitsFor(Credential credential) {
        return credential
                .secret()
                .missingVariable()
                .filter(variable -> !variable.isEmpty())
                .map(variable -> "The environment variable " + variable + " is not set")
                .or(credential.secret()::whyClosed)
                .or(() -> Optional.of(
                                "Its provider refused it or fails again and again; one batch will try again by itself"
                                        + " (event credential_stopped)")
                        .filter(why -> now().contains(credential.name())));
    }
}
