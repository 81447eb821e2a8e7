package dev.caravan.realtime;

import dev.caravan.ledger.Budgets.Room;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.RealTimeCosts.Calls;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.RealTime;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.RealTimeCall.Heard;
import dev.caravan.provider.RealTimeCall.Timer;
import dev.caravan.provider.RequestShape;
import dev.caravan.realtime.NoAnswerException.Why;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks models while somebody waits. What is answered is paid and counted, day by day and against the budget of its task.
 *
 * <p>A call is made again only if it certainly was not run: the provider said that it has no room (429, or 503 with a time to
 * wait), or no connection came about; {@value #MOST_CALLS} calls at most, and only while there is time. Everything else, a
 * call that was broken off above all, may be billed, and is told as it is. Thread-safe.
 */
public final class RealTimeCalls {
    private static final Logger LOG = LoggerFactory.getLogger(RealTimeCalls.class);
    private static final int MOST_CALLS = 3;
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private static final Duration LONGEST_MOMENT = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final Protocols protocols;
    private final Conversation conversation;
    private final Troubles troubles;
    private final Slots slots;
    private final Patience patience;

    /** How long an answer may take, by which monotonic clock. */
    record Patience(Duration limit, LongSupplier nanoTime) {}

    RealTimeCalls(
            Ledger ledger,
            Protocols protocols,
            Conversation conversation,
            Troubles troubles,
            Slots slots,
            Patience patience) {
        this.ledger = ledger;
        this.protocols = protocols;
        this.conversation = conversation;
        this.troubles = troubles;
        this.slots = slots;
        this.patience = patience;
    }

    /**
     * Asks for one answer.
     *
     * @param taskId of the task that pays
     * @param shape that the line was written for, with the settings of the credential
     * @param customId that the line has
     * @param line as a batch would have it
     * @throws NoAnswerException if the provider gave none
     * @throws IllegalArgumentException if the endpoint of the shape can't be asked in real time
     */
    public Answered ask(int taskId, BatchModel model, RequestShape shape, String customId, byte[] line)
            throws NoAnswerException {
        affordable(taskId);
        Credential credential = model.credential();
        Protocol protocol = protocols.get(credential.provider().protocol());
        RealTime realTime = protocol.realTime(shape);
        byte[] body = realTime.body(line);
        Timer timer = Timer.of(patience.nanoTime(), patience.limit());
        try (Slots.Slot slot = slots.take(credential.name(), timer)) {
            long from = patience.nanoTime().getAsLong();
            Heard heard = call(
                    credential.name(),
                    shape.model(),
                    () -> new RealTimeCall(credential, realTime.path(), body, timer),
                    timer);
            Duration took = Duration.ofNanos(patience.nanoTime().getAsLong() - from);
            byte[] result = realTime.resultLine(customId, heard.status(), heard.headers(), heard.body());
            ProviderResult read = protocol.results(shape).read(result, 0, result.length);
            return new Answered(result, read, pay(taskId, model, read.tokens()), took);
        }
    }

    private Heard call(String credential, String model, Supplier<RealTimeCall> calls, Timer timer)
            throws NoAnswerException {
        for (int made = 1; ; made++) {
            try {
                troubles.look(credential, model);
                return once(credential, model, calls.get(), timer);
            } catch (NoAnswerException failed) {
                Duration asked = failed.retryAfter();
                Duration wait = asked == null ? A_MOMENT : asked;
                boolean again = failed.wasNotRun()
                        && made < MOST_CALLS
                        && wait.compareTo(LONGEST_MOMENT) <= 0
                        && wait.toMillis() * 2 < timer.millisLeft();
                if (!again) {
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

    private void affordable(int taskId) throws NoAnswerException {
        Optional<Room> room = ledger.budgets().room(taskId);
        if (room.isPresent() && room.get().left() <= 0) {
            throw new NoAnswerException(
                    Why.BUDGET,
                    "budget_reached",
                    "The task that answers this has spent what it may"
                            + (room.get().cap().perDay() ? " today; it goes on at 00:00 UTC" : "")
                            + ". Nothing was asked",
                    null);
        }
    }

    /** The provider was paid, so the answer is given out even if the ledger can't be written now. */
    private long pay(int taskId, BatchModel model, ProviderResult.Tokens tokens) {
        Price price = model.facts().map(ModelFacts::price).orElse(Price.FREE);
        long micros = price.realTimeMicros(tokens.in(), tokens.cached(), tokens.out());
        var calls = new Calls(taskId, model.credential().name(), model.model(), 1, tokens.in(), tokens.out(), micros);
        try {
            ledger.realTimeCosts().add(calls);
        } catch (LedgerException e) {
            LOG.error("What a real-time call cost could not be noted and is missing in the budget: {}", calls, e);
        }
        return micros;
    }
}
