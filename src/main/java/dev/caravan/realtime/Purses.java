package dev.caravan.realtime;

import dev.caravan.batch.UsageObserver;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.RealTimeCosts;
import dev.caravan.ledger.RealTimeCosts.Abandoned;
import dev.caravan.ledger.RealTimeCosts.NoRoom;
import dev.caravan.ledger.RealTimeCosts.Plan;
import dev.caravan.ledger.RealTimeCosts.Reserved;
import dev.caravan.realtime.NoAnswerException.Why;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The money of real-time calls: nothing is asked before the most that it may cost is set aside in the ledger. */
final class Purses {
    private static final Logger LOG = LoggerFactory.getLogger(Purses.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RealTimeCosts costs;
    private final UsageObserver observer;

    private Purses(RealTimeCosts costs, UsageObserver observer) {
        this.costs = costs;
        this.observer = observer;
    }

    /** Calls that were under way when their process ended are told of first. */
    static Purses open(Ledger ledger, UsageObserver observer) {
        tellAbandoned(ledger);
        return new Purses(ledger.realTimeCosts(), observer);
    }

    /** Tells of calls that were under way on nodes that are dead. */
    static void tellAbandoned(Ledger ledger) {
        for (Abandoned one : ledger.realTimeCosts().abandoned()) {
            String body = one.calls()
                    + " real-time calls of it were under way when Caravan ended. They may have been run, and"
                    + " be billed: up to $" + BigDecimal.valueOf(one.most(), 6).setScale(4, RoundingMode.UP)
                    + ", which counts against its budget.";
            LOG.warn("Task {}: {}", one.task(), body);
            ledger.events().raise(EventKind.CALLS_UNKNOWN, "task " + one.task(), body);
        }
    }

    /**
     * Sets aside what the question may cost.
     *
     * @throws NoAnswerException if the budget of its task has no room for that
     * @throws LedgerException if it can't be noted; nothing is asked then
     */
    Purse open(Question asked) throws NoAnswerException {
        Plan plan = new Plan(
                asked.taskId(), asked.model().credential().name(), asked.model().model(), asked.most());
        RealTimeCosts.Reservation reservation = costs.reserve(plan);
        if (reservation instanceof Reserved reserved) {
            return new Purse(costs, reserved.hold(), asked, observer);
        }
        NoRoom none = (NoRoom) reservation;
        throw new NoAnswerException(
                Why.BUDGET,
                "budget_reached",
                none.later()
                        ? "What is left of the budget of the task that answers this is set aside for calls that run now."
                                + " Nothing was asked"
                        : "The task that answers this has spent what it may, or less is left than one answer may cost"
                                + (none.perDay() ? "; it goes on at 00:00 UTC" : "") + ". Nothing was asked",
                none.later() ? SOON : null);
    }
}
