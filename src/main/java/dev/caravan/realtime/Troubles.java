package dev.caravan.realtime;

import dev.caravan.batch.Breakers;
import dev.caravan.batch.Standstill;
import dev.caravan.ledger.Pauses;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.provider.Failure;
import dev.caravan.provider.RealTimeCall.Heard;
import dev.caravan.provider.RealTimeCall.Timer;
import dev.caravan.provider.RoutesAreStoppedException;
import dev.caravan.realtime.NoAnswerException.Why;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what it means that a call has no answer, and remembers it: what concerns the account is told to the breaker of its
 * credential, what may be the model's own fault stays among real-time calls.
 */
final class Troubles {
    static final String UNREACHABLE = "unreachable";
    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    private static final int NO_ROOM = 429;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final Duration STOPPED = Duration.ofSeconds(30);
    private static final Duration RESTARTING = Duration.ofSeconds(5);

    private static final Duration PAUSED = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Standstill standstill;
    private final Clock clock;
    private final Breakers breakers;
    private final Slots slots;
    private final Failing failing;

    Troubles(Standstill standstill, Clock clock, Breakers breakers, Slots slots, Failing failing) {
        this.standstill = standstill;
        this.clock = clock;
        this.breakers = breakers;
        this.slots = slots;
        this.failing = failing;
    }

    /** @throws NoAnswerException if there is no use in asking now, or somebody paused what this belongs to */
    void look(Question asked) throws NoAnswerException {
        Optional<Pause> pause = standstill.of(asked.taskId(), asked.model());
        if (pause.isPresent()) {
            throw paused(pause.get());
        }
        look(asked.model().credential().name(), asked.shape().model());
    }

    /** Who paused it and why is for operators. */
    private NoAnswerException paused(Pause pause) {
        Instant until = pause.terms().until();
        Duration wait = until == null ? PAUSED : Duration.between(clock.instant(), until);
        Duration asked =
                wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait.compareTo(STOPPED) < 0 ? STOPPED : wait;
        String what = pause.what().kind() == Pauses.Kind.TASK
                ? "The task that answers this"
                : "The account that answers this";
        return new NoAnswerException(
                Why.DOWN,
                "paused",
                what + " is paused by its operators" + (until == null ? "" : " until " + until) + ". Nothing was asked",
                asked);
    }

    private void look(String credential, String model) throws NoAnswerException {
        Duration alone = failing.rests(credential, model);
        if (!alone.isZero()) {
            throw new NoAnswerException(
                    Why.DOWN,
                    "model_failing",
                    "The provider of " + model + " failed again and again; it is asked again in "
                            + (alone.toSeconds() + 1) + " s",
                    alone);
        }
        Duration rest = slots.rests(credential, model);
        if (!rest.isZero()) {
            throw new NoAnswerException(
                    Why.BUSY,
                    "rate_limit_exceeded",
                    "The provider of " + model + " takes no more requests for " + (rest.toSeconds() + 1) + " s",
                    rest);
        }
        if (!breakers.mayAsk(credential)) {
            throw stopped();
        }
    }

    /** There is an answer. */
    void none(String credential, String model) {
        breakers.admitted(credential);
        failing.worked(credential, model);
    }

    /** The provider answered something else than an answer. */
    NoAnswerException heard(String credential, String model, Heard heard, Failure failure, Timer timer) {
        Duration wait = failure.retryAfter();
        if (failure.kind() == Failure.Kind.AUTH) {
            breakers.refused(credential, failure.code() + ": " + failure.message());
            return stopped();
        }
        if (heard.status() == NO_ROOM || failure.kind() == Failure.Kind.QUOTA) {
            none(credential, model);
            if (wait != null) {
                slots.rest(credential, model, wait);
            }
            return new NoAnswerException(Why.BUSY, failure.code(), said(model, failure), wait);
        }
        if (heard.status() == 0) {
            return failure.proven()
                    ? unreachable(credential, model, failure.message())
                    : broken(credential, model, failure.message(), timer);
        }
        if (failure.kind() == Failure.Kind.TRANSIENT) {
            failing.failed(credential, model);
        } else {
            none(credential, model);
        }
        if (heard.status() / 100 == 2 || heard.status() == GATEWAY_TIMEOUT) {
            return new NoAnswerException(
                    Why.LOST, failure.code(), said(model, failure) + ". It may have been run, and be billed", wait);
        }
        boolean closed = heard.status() == UNAVAILABLE && wait != null;
        return new NoAnswerException(closed ? Why.BUSY : Why.REFUSED, failure.code(), said(model, failure), wait);
    }

    /** Nothing came back. */
    NoAnswerException unheard(String credential, String model, IOException error, Timer timer) {
        if (error instanceof RoutesAreStoppedException) {
            return new NoAnswerException(
                    Why.DOWN,
                    "restarting",
                    "Caravan is just stopping, or reads its files again. Nothing was asked",
                    RESTARTING);
        }
        if (error instanceof ConnectException) {
            return unreachable(credential, model, String.valueOf(error));
        }
        return broken(credential, model, String.valueOf(error), timer);
    }

    private NoAnswerException broken(String credential, String model, String why, Timer timer) {
        if (timer.isOver()) {
            return new NoAnswerException(
                    Why.TIMEOUT,
                    "timeout",
                    "The provider of " + model + " did not answer in time (caravan.realtime.timeout). It may have been"
                            + " run, and be billed",
                    null);
        }
        failing.failed(credential, model);
        LOG.warn("Credential \"{}\": a real-time call got no reply: {}", credential, why);
        return new NoAnswerException(
                Why.LOST,
                "no_reply",
                "The connection to the provider of " + model + " broke before its answer. It may have been run, and be"
                        + " billed",
                null);
    }

    private NoAnswerException unreachable(String credential, String model, String why) {
        failing.failed(credential, model);
        LOG.warn("Credential \"{}\": a real-time call did not go out: {}", credential, why);
        return new NoAnswerException(Why.DOWN, UNREACHABLE, "The provider of " + model + " can't be reached", null);
    }

    /** What a provider says of a wrong key may repeat a part of it: that is for operators. */
    private static NoAnswerException stopped() {
        return new NoAnswerException(
                Why.DOWN,
                "credential_stopped",
                "The account that answers this does not work now; operators find the reason in the log and the events",
                STOPPED);
    }

    private static String said(String model, Failure failure) {
        return "The provider of " + model + " did not answer: " + failure.message();
    }
}
