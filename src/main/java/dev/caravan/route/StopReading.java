package dev.caravan.route;

import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the beans {@code read}, {@code bucketZones} and {@code finish} to stop when Camel does: a long file can take minutes,
 * the shutdown waits for seconds, and who is told ends at the next checkpoint.
 */
final class StopReading extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger(StopReading.class);

    @Override
    public void onContextStopping(CamelContext context) {
        stop(context, "read");
        stop(context, "bucketZones");
        stop(context, "finish");
    }

    private static void stop(CamelContext context, String bean) {
        if (context.getRegistry().lookupByName(bean) == null) {
            return;
        }
        try {
            context.resolveLanguage("bean")
                    .createExpression(bean + "?method=stop")
                    .evaluate(new DefaultExchange(context), Object.class);
        } catch (RuntimeException e) {
            LOG.warn("The bean {} could not be told to stop; what it does is resumed at the next start", bean, e);
        }
    }
}
