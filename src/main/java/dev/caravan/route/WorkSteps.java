package dev.caravan.route;

import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import dev.caravan.trace.Works;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Every step of a route works for what its exchange has in hand: a unit of work begins at the first step that has it, and ends
 * when the exchange has something else in hand, or is over. Routes say nothing of that.
 */
final class WorkSteps implements InterceptStrategy {
    private static final String HELD = "caravan.work";
    /** Where routes keep what they have in hand; the first that is there counts. */
    private static final List<String> VARIABLES = List.of("batch", "delivery", "inquiry", "call");

    private final Works works;

    WorkSteps(Works works) {
        this.works = works;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, @Nullable Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                try (Work.Entered here = enter(exchange)) {
                    return super.process(exchange, callback);
                }
            }
        };
    }

    private Work.Entered enter(Exchange exchange) {
        String stage = String.valueOf(exchange.getFromRouteId());
        Object inHand = inHand(exchange);
        Held held = exchange.getProperty(HELD, Held.class);
        if (held == null) {
            if (inHand == null) {
                return works.enter(stage);
            }
            held = new Held();
            exchange.setProperty(HELD, held);
            exchange.getExchangeExtension().addOnCompletion(held);
        }
        Work work = held.of(exchange, inHand, stage, works);
        return work == null ? works.enter(stage) : work.enter();
    }

    private static @Nullable Object inHand(Exchange exchange) {
        for (String name : VARIABLES) {
            Object value = exchange.getVariable(name);
            if (value instanceof InHand.Named) {
                return value;
            }
        }
        return null;
    }

    /** What an exchange has in hand just now, and the unit of work which that is. */
    private static final class Held extends SynchronizationAdapter {
        private @Nullable Object inHand;
        private @Nullable Work work;

        /** The unit of work of a step; ends the one before it if it was another. */
        synchronized @Nullable Work of(Exchange exchange, @Nullable Object now, String stage, Works works) {
            if (now != inHand) {
                end(exchange);
                inHand = now;
                work = now instanceof InHand.Named named ? works.begin(stage, named.inHand()) : null;
            }
            return work;
        }

        private void end(Exchange exchange) {
            Work before = work;
            work = null;
            inHand = null;
            if (before != null) {
                Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
                if (thrown != null) {
                    before.failed(thrown.getClass().getSimpleName());
                }
                before.close();
            }
        }

        @Override
        public synchronized void onDone(Exchange exchange) {
            end(exchange);
        }
    }
}
