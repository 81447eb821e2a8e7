package dev.caravan.route;

import dev.caravan.provider.RoutesAreStoppedException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Routes of which somebody waits for the end. */
final class AnsweringRoutes {
    /** As Camel numbers what becomes of a service: less is before its start, more is behind. Its own name for it is not public. */
    private static final byte STARTED = 5;

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final ObjectProvider<ProducerTemplate> templates;

    /** @param templates looked up with each question: they are made after the beans that routes name */
    AnsweringRoutes(ObjectProvider<ProducerTemplate> templates) {
        this.templates = templates;
    }

    /** Waits for the routes where Caravan is just starting: the web server answers before they run. */
    void awaitStart(BooleanSupplier isOver) {
        CamelContext camel = templates.getObject().getCamelContext();
        while (camel.getCamelContextExtension().getStatusPhase() < STARTED && !isOver.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /**
     * Runs one to its end.
     *
     * @param name behind {@code direct:}
     * @param variable under which it finds what it is asked
     * @return why it failed; null if it did not
     * @throws RoutesAreStoppedException if routes do not run yet, or not any more: the web server answers before and after they do
     */
    @Nullable
    Exception run(String name, String variable, Object asked) throws RoutesAreStoppedException {
        ProducerTemplate template = templates.getObject();
        if (!template.getCamelContext().isStarted()) {
            throw new RoutesAreStoppedException();
        }
        Exchange exchange = template.send(
                "direct:" + name, ExchangePattern.InOut, question -> question.setVariable(variable, asked));
        return exchange.getException();
    }
}
