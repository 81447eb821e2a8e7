package dev.caravan;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.Environment;

/**
 * The ports that a reload gives up and wants back: in between one may become somebody else's, such as of a connection that
 * goes out, and mostly not for long. Any other port that is taken is a mistake of the files.
 */
record SamePorts(Set<Integer> ports) {
    private static final Logger LOG = LoggerFactory.getLogger(SamePorts.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    static SamePorts of(Environment running) {
        return new SamePorts(Stream.of("local.server.port", "local.management.port")
                .map(name -> running.getProperty(name, Integer.class, 0))
                .filter(port -> port > 0)
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Tries for 10 s while one of them is taken, then fails with what the last start failed with. */
    void start(Runnable start) {
        long since = 0;
        int lost = 0;
        while (true) {
            try {
                start.run();
                break;
            } catch (RuntimeException e) {
                if (lost == 0) {
                    // Not from before the start, which may take as long itself.
                    since = System.nanoTime();
                }
                lost = taken(e);
                if (!ports.contains(lost) || System.nanoTime() - since > LONGEST.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        // Not before: a start that fails takes the log down with it.
        if (lost > 0) {
            LOG.warn("Port {} was given up for the reload, and for a moment somebody else had it", lost);
        }
    }

    private static int taken(Throwable e) {
        for (Throwable one = e; one != null; one = one.getCause()) {
            if (one instanceof PortInUseException in) {
                return in.getPort();
            }
        }
        return 0;
    }
}
