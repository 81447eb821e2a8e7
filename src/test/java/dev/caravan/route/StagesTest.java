package dev.caravan.route;

import static dev.caravan.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class StagesTest {

    /** The process is told to end in the midst of a reload: the ledger may not be closed under what still works. */
    @Test
    void whoeverStopsThemSecondWaitsUntilTheyHaveEnded() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch mayStop = new CountDownLatch(1);
        AtomicInteger stops = new AtomicInteger();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onContextStopping(CamelContext context) {
                    stops.incrementAndGet();
                    stopping.countDown();
                    try {
                        mayStop.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
            camel.start();
            StaticListableBeanFactory beans = new StaticListableBeanFactory();
            beans.addBean("camel", camel);
            Stages stages = new Stages(beans.getBeanProvider(CamelContext.class));
            stages.start();
            Thread first = new Thread(stages::stop);
            first.start();
            stopping.await();
            assertThat(stages.isRunning()).isTrue();
            Thread second = new Thread(stages::stop);
            second.start();
            await().until(() -> second.getState() == Thread.State.BLOCKED);
            mayStop.countDown();
            first.join();
            second.join();
            assertThat(stages.isRunning()).isFalse();
            assertThat(camel.isStopped()).isTrue();
            assertThat(stops).hasValue(1);
        }
    }
}
