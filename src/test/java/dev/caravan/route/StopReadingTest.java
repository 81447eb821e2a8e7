package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class StopReadingTest {
    private final List<String> told = new ArrayList<>();

    /** Has what the long work has: it can be told to stop. */
    public final class Work {
        private final String name;

        Work(String name) {
            this.name = name;
        }

        public void stop() {
            told.add(name);
        }
    }

    @Test
    void allLongWorkIsToldToEndWhenTheRoutesStop() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            List.of("read", "bucketZones", "finish")
                    .forEach(name -> camel.getRegistry().bind(name, new Work(name)));
            camel.addLifecycleStrategy(new StopReading());
            camel.start();
            assertThat(told).isEmpty();
        }
        assertThat(told).containsExactly("read", "bucketZones", "finish");
    }
}
