package dev.caravan.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** Wall and CPU time of this process, and of the database it works with, from the moment it is made. */
final class Meter {
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Server server;
    private final long cpu;
    private final long wall;

    Meter(Server server) throws IOException {
        this.server = server;
        Cost.forgetPeak();
        this.cpu = cpu();
        this.wall = System.nanoTime();
    }

    private long cpu() throws IOException {
        return system.getProcessCpuTime() + server.cpuNanos();
    }

    /** What it took until now. */
    Cost stop() throws IOException {
        long nanos = System.nanoTime() - wall;
        long used = cpu() - cpu;
        return new Cost(TimeUnit.NANOSECONDS.toMillis(nanos), TimeUnit.NANOSECONDS.toMillis(used), Cost.peak());
    }
}
