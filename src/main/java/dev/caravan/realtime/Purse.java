package dev.caravan.realtime;

import dev.caravan.batch.UsageObserver;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.RealTimeCosts;
import dev.caravan.ledger.RealTimeCosts.Calls;
import dev.caravan.ledger.RealTimeCosts.Hold;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.provider.ProviderResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is set aside for one call. Closed without a word of how that ended, the call may have been run, and is counted so. A
 * ledger that can't be written now changes nothing of what the caller gets: what is set aside stays so, until the next start
 * counts it as unknown.
 */
final class Purse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Purse.class);

    private final RealTimeCosts costs;
    private final Hold hold;
    private final Question asked;
    private final UsageObserver observer;
    private boolean settled;

    /** @param observer hears what the answer took */
    Purse(RealTimeCosts costs, Hold hold, Question asked, UsageObserver observer) {
        this.observer = observer;
        this.costs = costs;
        this.hold = hold;
        this.asked = asked;
    }

    /** The provider answered. Returns what that costs. */
    long pay(ProviderResult.Tokens tokens) {
        Price price = asked.model().facts().map(ModelFacts::price).orElse(Price.FREE);
        long micros = price.realTimeMicros(tokens.in(), tokens.cached(), tokens.out());
        String credential = asked.model().credential().name();
        Calls calls =
                new Calls(asked.taskId(), credential, asked.model().model(), 1, tokens.in(), tokens.out(), micros);
        settle(() -> costs.answered(hold, calls));
        observer.used(
                asked.taskId(),
                asked.model().model(),
                new Usage(tokens.in(), tokens.cached(), tokens.out(), tokens.reasoning(), micros));
        return micros;
    }

    /** There is no answer, and will be none. */
    void unanswered(NoAnswerException why) {
        if (!why.mayBeBilled()) {
            settle(() -> costs.free(hold));
        }
    }

    @Override
    public void close() {
        if (!settled) {
            settle(() -> costs.unknown(hold));
        }
    }

    private void settle(Runnable how) {
        settled = true;
        try {
            how.run();
        } catch (LedgerException e) {
            LOG.error(
                    "What a real-time call of credential \"{}\" cost could not be noted; {} millionths of a dollar stay"
                            + " set aside until the next start: {}",
                    asked.model().credential().name(),
                    asked.most(),
                    e.getMessage());
        }
    }
}
