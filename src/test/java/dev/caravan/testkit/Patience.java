package dev.caravan.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what takes milliseconds on a machine that has nothing else to do. */
public final class Patience {

    private Patience() {}

    /** Fails after a minute. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
