package dev.caravan.batch;

import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.model.Credential;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Credentials whose batches are left alone: somebody paused them, or their provider refused them or fails again and again. */
public final class RestingCredentials {
    private final Supplier<Set<String>> resting;
    private final Function<Credential, Optional<Pause>> paused;

    RestingCredentials(Supplier<Set<String>> resting, Function<Credential, Optional<Pause>> paused) {
        this.resting = resting;
        this.paused = paused;
    }

    /** Why nothing is sent with a credential now, for whoever can mend it; empty if something is. Not who paused it, or why. */
    public Optional<String> waitsFor(Credential credential) {
        return credential
                .secret()
                .missingVariable()
                .filter(variable -> !variable.isEmpty())
                .map(variable -> "The environment variable " + variable + " is not set")
                .or(credential.secret()::whyClosed)
                .or(() -> paused.apply(credential).map(RestingCredentials::words))
                .or(() -> Optional.of(
                                "Its provider refused it or fails again and again; one batch will try again by itself"
                                        + " (event credential_stopped)")
                        .filter(why -> resting.get().contains(credential.name())));
    }

    private static String words(Pause pause) {
        return "Its operators paused the " + Pausing.words(pause.what())
                + (pause.terms().until() == null
                        ? ""
                        : " until " + pause.terms().until()) + " (event paused)";
    }
}
