package dev.caravan.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until the just-in-time compiler is done with what went before and is not measured. What it does later is. */
final class Quiet {
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final int MOST_LOOKS = 50;

    private Quiet() {}

    static void afterCompiling() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long before = -1;
        long now = compiler.getTotalCompilationTime();
        for (int i = 0; i < MOST_LOOKS && now != before; i++) {
            before = now;
            LockSupport.parkNanos(LOOK.toNanos());
            now = compiler.getTotalCompilationTime();
        }
    }
}
