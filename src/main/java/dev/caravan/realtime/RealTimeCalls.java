package dev.caravan.realtime;

import dev.caravan.ledger.LedgerException;
import dev.caravan.model.Credential;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.RealTime;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.RealTimeCall.Heard;
import dev.caravan.provider.RealTimeCall.Timer;
import dev.caravan.provider.RequestShape;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks models while somebody waits. What is answered is paid and counted, day by day and against the budget of its task.
 *
 * <p>A call is made again only if it certainly was not run: the provider said that it has no room (429, or 503 with a time to
 * wait), or no connection came about; {@value #MOST_CALLS} calls at most, and only while there is time. Everything else, a
 * call that was broken off above all, may be billed, and is told as it is. Thread-safe.
 */
public final class RealTimeCalls {
    private static final int MOST_CALLS = 3;
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private static final Duration LONGEST_MOMENT = Duration.ofSeconds(10);

    private final Protocols protocols;
    private final Conversation conversation;
    private final Troubles troubles;
    private final Slots slots;
    private final Patience patience;
    private final Purses purses;

    /** How long an answer may take, by which monotonic clock. */
    record Patience(Duration limit, LongSupplier nanoTime) {}

    RealTimeCalls(
            Purses purses,
            Protocols protocols,
            Conversation conversation,
            Troubles troubles,
            Slots slots,
            Patience patience) {
        this.purses = purses;
        this.protocols = protocols;
        this.conversation = conversation;
        this.troubles = troubles;
        this.slots = slots;
        this.patience = patience;
    }

    /**
     * Asks for one answer.
     *
     * @throws NoAnswerException if the provider gave none
     * @throws IllegalArgumentException if the endpoint of the shape can't be asked in real time
     * @throws LedgerException if it can't be noted that this is about to be asked; then nothing was
     */
    public Answered ask(Question asked) throws NoAnswerException {
        RequestShape shape = asked.shape();
        Credential credential = asked.model().credential();
        Protocol protocol = protocols.get(credential.provider().protocol());
        RealTime realTime = protocol.realTime(shape);
        byte[] body = realTime.body(asked.line());
        Timer timer = Timer.of(patience.nanoTime(), patience.limit());
        try (Slots.Slot slot = slots.take(credential.name(), timer)) {
            try (Purse purse = purses.open(asked)) {
                long from = patience.nanoTime().getAsLong();
                Heard heard =
                        call(asked, () -> new RealTimeCall(credential, realTime.path(), body, timer), timer, purse);
                Duration took = Duration.ofNanos(patience.nanoTime().getAsLong() - from);
                byte[] result = realTime.resultLine(asked.customId(), heard.status(), heard.headers(), heard.body());
                ProviderResult read = protocol.results(shape).read(result, 0, result.length);
                return new Answered(result, read, purse.pay(read.tokens()), took);
            }
        }
    }

    private Heard call(Question asked, Supplier<RealTimeCall> calls, Timer timer, Purse purse)
            throws NoAnswerException {
        for (int made = 1; ; made++) {
            try {
                troubles.look(asked);
                return once(asked.model().credential().name(), asked.shape().model(), calls.get(), timer);
            } catch (NoAnswerException failed) {
                Duration wished = failed.retryAfter();
                Duration wait = wished == null ? A_MOMENT : wished;
                boolean again = failed.wasNotRun()
                        && made < MOST_CALLS
                        && wait.compareTo(LONGEST_MOMENT) <= 0
                        && wait.toMillis() * 2 < timer.millisLeft();
                if (!again) {
                    purse.unanswered(failed);
                    throw failed;
                }
                LockSupport.parkNanos(wait.toNanos());
            }
        }
    }

    private Heard once(String credential, String model, RealTimeCall call, Timer timer) throws NoAnswerException {
        try {
            conversation.hold(call);
        } catch (IOException e) {
            throw troubles.unheard(credential, model, e, timer);
        }
        Heard heard = call.heard();
        if (heard == null) {
            throw new IllegalStateException("The route of " + call.getProtocol() + " ended without an answer");
        }
        Failure failure = heard.failure();
        if (failure != null) {
            throw troubles.heard(credential, model, heard, failure, timer);
        }
        troubles.none(credential, model);
        return heard;
    }
}
