package dev.caravan.batch;

import dev.caravan.batch.CredentialRests.Why;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.provider.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One circuit breaker for each credential, shared by submit, poll and collect: a credential that is refused, or that fails
 * several times in a row, is left alone for a while, then one batch may try, and so on with longer waits until it works. A
 * stage asks for the credentials at rest before it claims, so a batch of theirs is not touched at all; waiting longer is
 * always safe. Nothing of this is kept: a new process finds out again.
 *
 * <p>Real-time calls share what concerns the account, that it was refused, and nothing else: a model that fails while somebody
 * waits must not stop the batches of its credential, nor say of them that they work again.
 *
 * <p>Own code: a library's breaker is asked for each call by whoever makes it, but here the ledger picks the batch, and what
 * it must not pick has to be known before.
 */
public final class Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);
    private static final int FAILURES = 5;
    private static final Backoff TROUBLE = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(15));
    private static final Backoff REFUSED = new Backoff(Duration.ofSeconds(30), Duration.ofHours(1));
    /** A probe that nobody heard of again, because it was given back untold. */
    private static final Duration PROBE = Duration.ofMinutes(2);

    private final Events events;
    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private final Supplier<Set<String>> closed;
    private final Map<String, Breaker> breakers = new HashMap<>();

    /**
     * @param nanoTime of a monotonic clock
     * @param closed credentials whose secrets can't be read, which are left alone until they can
     */
    Breakers(Events events, LongSupplier nanoTime, DoubleSupplier random, Supplier<Set<String>> closed) {
        this.closed = closed;
        this.events = events;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** Credentials whose batches are to be left alone now. */
    synchronized Set<String> resting() {
        long now = nanoTime.getAsLong();
        return closedAnd(breaker -> breaker.opens > 0 && now - breaker.until < 0);
    }

    /** For how long this credential is left alone by this node; zero if it is not, or a probe may go. */
    synchronized Duration rests(String credential) {
        Breaker breaker = breakers.get(credential);
        long left = breaker == null || breaker.opens == 0 ? 0 : breaker.until - nanoTime.getAsLong();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** Whether it was said already that this credential does not work; then not every batch has to say so too. */
    synchronized boolean isKnownBad(String credential) {
        Breaker breaker = breakers.get(credential);
        return breaker != null && breaker.opens > 0;
    }

    /** Those, and credentials whose rest is over without anybody knowing whether they work: for these one batch is enough. */
    synchronized Set<String> suspect() {
        return closedAnd(breaker -> breaker.opens > 0);
    }

    /** The same, each with why. */
    synchronized Map<String, Why> rests() {
        Map<String, Why> rests = new HashMap<>();
        breakers.forEach((credential, breaker) -> {
            if (breaker.opens > 0) {
                rests.put(credential, breaker.refused ? Why.REFUSED : Why.FAILING);
            }
        });
        closed.get().forEach(credential -> rests.put(credential, Why.SECRET));
        return rests;
    }

    private Set<String> closedAnd(Predicate<Breaker> picked) {
        Set<String> all = new HashSet<>(closed.get());
        breakers.forEach((credential, breaker) -> {
            if (picked.test(breaker)) {
                all.add(credential);
            }
        });
        return Set.copyOf(all);
    }

    /** A batch of this credential was taken; if it rested before, this one is its probe, and the others go on resting. */
    synchronized void taken(String credential) {
        Breaker breaker = breakers.get(credential);
        if (breaker != null && breaker.opens > 0) {
            breaker.probing = true;
            breaker.until = nanoTime.getAsLong() + PROBE.toNanos();
        }
    }

    /**
     * Whether a real-time call may use this credential: not while its secret can't be read, nor while it rests because it was
     * refused. After that rest the call is its probe.
     */
    public synchronized boolean mayAsk(String credential) {
        if (closed.get().contains(credential)) {
            return false;
        }
        Breaker breaker = breakers.get(credential);
        if (breaker == null || !breaker.refused) {
            return true;
        }
        if (nanoTime.getAsLong() - breaker.until < 0) {
            return false;
        }
        taken(credential);
        return true;
    }

    /** A real-time call was answered, if only with an error: the account is not refused. */
    public void admitted(String credential) {
        boolean refused;
        synchronized (this) {
            Breaker breaker = breakers.get(credential);
            refused = breaker != null && breaker.refused;
        }
        if (refused) {
            worked(credential);
        }
    }

    /** A real-time call was refused, as every call of this account will be. */
    public void refused(String credential, String why) {
        failed(credential, Failure.Kind.AUTH, why);
    }

    /** The provider answered this credential as it should. */
    void worked(String credential) {
        int opens;
        synchronized (this) {
            Breaker breaker = breakers.remove(credential);
            opens = breaker == null ? 0 : breaker.opens;
        }
        if (opens > 0) {
            LOG.info("Credential \"{}\" works again; its batches go on", credential);
            events.raise(EventKind.CREDENTIAL_BACK, subject(credential), "It works again; its batches go on.");
        }
    }

    /** The provider did not answer, or not as it should. A refusal of one request or a full quota is an answer. */
    void failed(String credential, Failure.Kind kind, String why) {
        Duration rest;
        boolean first;
        synchronized (this) {
            Breaker breaker = breakers.computeIfAbsent(credential, name -> new Breaker());
            breaker.failures++;
            boolean refused = kind == Failure.Kind.AUTH;
            boolean late = breaker.opens > 0 && !breaker.probing && (breaker.refused || !refused);
            if (late || (!refused && breaker.opens == 0 && breaker.failures < FAILURES)) {
                return;
            }
            first = breaker.opens == 0;
            breaker.refused = refused;
            breaker.probing = false;
            breaker.opens++;
            rest = (refused ? REFUSED : TROUBLE).scattered(breaker.opens, null, random.getAsDouble());
            breaker.until = nanoTime.getAsLong() + rest.toNanos();
        }
        String body = (kind == Failure.Kind.AUTH ? "It was refused" : "It failed again and again") + " (" + why
                + "). Its batches wait and nothing is lost; one of them tries again in " + rest.toSeconds() + " s"
                + (kind == Failure.Kind.AUTH ? ". Look at its secret and its rights in config/models.yaml." : ".");
        if (first) {
            LOG.error("Credential \"{}\" is left alone for now. {}", credential, body);
            events.raise(EventKind.CREDENTIAL_STOPPED, subject(credential), body);
        } else {
            LOG.warn(
                    "Credential \"{}\" still does not work ({}); next look in {} s", credential, why, rest.toSeconds());
        }
    }

    private static String subject(String credential) {
        return "credential " + credential;
    }

    /** Failures in a row, how often it rested since it last worked, until when (nanoseconds), for a probe, and why. */
    private static final class Breaker {
        private int failures;
        private int opens;
        private boolean probing;
        private boolean refused;
        private long until;
    }
}
