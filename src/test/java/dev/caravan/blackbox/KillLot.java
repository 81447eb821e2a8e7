package dev.caravan.blackbox;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Twins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpRequest;

/**
 * How a process dies where no point is named, beside {@link KillSwitch}.
 *
 * <p>{@code -Dcaravan.kill.new=<file>}: at the first point that is not in the file yet, which it then is. A point is one
 * provider's: {@code after|Batches.creating|mistral}. {@code -Dcaravan.kill.after-us=<n>}: so many microseconds after the
 * first point of its work, wherever it is then; with {@code -Dcaravan.kill.starting=true} after the first of its start.
 */
final class KillLot {
    private static final String NEW = System.getProperty("caravan.kill.new", "");
    private static final long AFTER = Long.getLong("caravan.kill.after-us", -1);
    private static final boolean STARTING = Boolean.getBoolean("caravan.kill.starting");
    private static final Set<String> KNOWN = known();
    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final Pattern SURFACE = Pattern.compile("^/simulator/([^/]+)/.*");

    private KillLot() {}

    private static Set<String> known() {
        try {
            return NEW.isEmpty() || !Files.exists(Path.of(NEW))
                    ? new HashSet<>()
                    : new HashSet<>(Files.readAllLines(Path.of(NEW)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether to die here; only once. */
    static synchronized boolean isNew(String side, String name, String whose) {
        // Dying before a write is as dying after the one before it, unless something else may happen between both.
        boolean own = side.equals("after")
                || name.startsWith("call ")
                || name.contains("Writer.")
                || name.startsWith("WholeFile.");
        if (NEW.isEmpty() || !own || !KNOWN.add(side + "|" + name + "|" + whose)) {
            return false;
        }
        try {
            Files.writeString(
                    Path.of(NEW),
                    side + "|" + name + "|" + whose + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    /** The time to live begins with the first point. */
    static void begin() {
        boolean starting = Thread.currentThread().getName().equals("main");
        if (AFTER >= 0 && (STARTING || !starting) && BEGUN.compareAndSet(false, true)) {
            var end = new Thread(() -> {
                long at = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(AFTER);
                while (System.nanoTime() < at) {
                    LockSupport.parkNanos(at - System.nanoTime());
                }
                KillSwitch.die();
            });
            end.setDaemon(true);
            end.start();
        }
    }

    /** The credential of the first claim among these; empty if there is none. */
    static String whose(Object... things) {
        for (Object thing : things) {
            Object one = thing instanceof Optional<?> found ? found.orElse(null) : thing;
            if (one instanceof List<?> list && !list.isEmpty()) {
                one = list.get(0);
            }
            if (one instanceof Batches.Claim claim) {
                return claim.batch().credential();
            }
            if (one instanceof Twins.Claim claim) {
                return claim.batch().credential();
            }
        }
        return "";
    }

    /** The provider that the vendor's client of this class is for. */
    static String client(String name) {
        return name.contains(".bedrock.") ? "bedrock" : "vertex";
    }

    /** The simulated provider, or the one whose storage this is. */
    static String surface(HttpRequest request) {
        Matcher path = SURFACE.matcher(request.getPath());
        if (path.matches()) {
            return path.group(1);
        }
        return request.getPath().startsWith("/caravan-") ? "bedrock" : "vertex";
    }
}
