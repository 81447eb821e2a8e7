package dev.caravan.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** Wall and CPU time of this process from the moment it is made. */
final class Meter {
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long cpu = system.getProcessCpuTime();
    private final long wall = System.nanoTime();

    /** What it took until now. */
    Cost stop() throws IOException {
        long nanos = System.nanoTime() - wall;
        long used = system.getProcessCpuTime() - cpu;
        return new Cost(TimeUnit.NANOSECONDS.toMillis(nanos), TimeUnit.NANOSECONDS.toMillis(used), Cost.peak());
    }
}
