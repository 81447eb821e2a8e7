package dev.caravan.route;

import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the stages before anything else of a process ends: what they are at comes to its end, as far as it can within Camel's
 * time for that, while HTTP is still served and the ledger is open. Starting is Camel's own business.
 */
public final class Stages implements SmartLifecycle {
    private final ObjectProvider<CamelContext> camel;
    private volatile boolean running;

    Stages(ObjectProvider<CamelContext> camel) {
        this.camel = camel;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Returns when they have ended, also if somebody else has begun to stop them. Once more does nothing. */
    @Override
    public synchronized void stop() {
        if (running) {
            camel.ifAvailable(CamelContext::stop);
            running = false;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
