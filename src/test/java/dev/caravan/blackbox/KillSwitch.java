package dev.caravan.blackbox;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.HttpRequest;

/**
 * Lives in the process that is to die. {@link WovenJar} puts calls of it into a copy of Caravan's classes; the production
 * code knows nothing of it. It has to be static, as woven code can reach nothing else.
 *
 * <p>{@code -Dcaravan.kill.at=after|1|Batches.creating} sends the process a real SIGKILL when that point is passed the first
 * time; {@code -Dcaravan.kill.signal=STOP} stops it instead. {@code -Dcaravan.kill.record=<file>} writes down which points
 * are passed. {@link KillLot} has the ways to die that need no name.
 */
public final class KillSwitch {
    private static final String AT = System.getProperty("caravan.kill.at", "");
    private static final String SIGNAL = System.getProperty("caravan.kill.signal", "KILL");
    private static final String RECORD = System.getProperty("caravan.kill.record", "");
    private static final Map<String, AtomicInteger> PASSED = new ConcurrentHashMap<>();
    private static final ThreadLocal<Boolean> WROTE = ThreadLocal.withInitial(() -> Boolean.FALSE);

    private KillSwitch() {}

    /** A transaction of the ledger was committed. */
    public static void wrote() {
        WROTE.set(true);
    }

    /** Into a method with these arguments. */
    public static void enter(String name, Object[] arguments) {
        WROTE.set(false);
        pass("before", shortName(name), KillLot.whose(arguments));
    }

    /** Out of a method of the ledger: a pass only if something was written, and found to be written about. */
    public static void exitIfEffective(String name, Object[] arguments, Object result) {
        if (WROTE.get() && !isNothing(result)) {
            WROTE.set(false);
            String whose = KillLot.whose(arguments);
            pass("after", shortName(name), whose.isEmpty() ? KillLot.whose(result) : whose);
        }
    }

    public static void exit(String name, Object[] arguments) {
        pass("after", shortName(name), KillLot.whose(arguments));
    }

    public static void enterClient(String name) {
        pass("before", "call " + shortName(name), KillLot.client(name));
    }

    public static void exitClient(String name) {
        pass("after", "call " + shortName(name), KillLot.client(name));
    }

    public static void enterCall(Object request) {
        pass("before", nameOf((HttpRequest) request), KillLot.surface((HttpRequest) request));
    }

    public static void exitCall(Object request) {
        pass("after", nameOf((HttpRequest) request), KillLot.surface((HttpRequest) request));
    }

    private static boolean isNothing(Object result) {
        return (result instanceof Optional<?> found && found.isEmpty())
                || (result instanceof Collection<?> list && list.isEmpty())
                || (result instanceof Number number && number.longValue() == 0)
                || Boolean.FALSE.equals(result);
    }

    private static void pass(String side, String name, String whose) {
        String point = side + "|" + name;
        int times = PASSED.computeIfAbsent(point, p -> new AtomicInteger()).incrementAndGet();
        if (AT.equals(side + "|" + times + "|" + name) || KillLot.isNew(side, name, whose)) {
            die();
        }
        KillLot.begin();
        if (!RECORD.isEmpty()) {
            record(side + "|" + times + "|" + name);
        }
    }

    /** SIGKILL and SIGSTOP can't be caught: no thread of the process does anything after this, no hook, no flush. */
    static void die() {
        try {
            // The public way refuses signals that have no handler, and these can have none.
            Method raise = Class.forName("jdk.internal.misc.Signal").getDeclaredMethod("raise0", int.class);
            raise.setAccessible(true);
            raise.invoke(null, SIGNAL.equals("STOP") ? 19 : 9);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized void record(String line) {
        try {
            Files.writeString(Path.of(RECORD), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code dev.caravan.ledger.SqlBatches.creating} is {@code Batches.creating}. */
    private static String shortName(String name) {
        int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', method - 1) + 1).replaceFirst("^Sql", "");
    }

    /** {@code POST /simulator/openai/v1/files/file-123?x=1} is {@code call POST v1/files/*}. */
    private static String nameOf(HttpRequest request) {
        String path = request.getPath().replaceFirst("\\?.*", "").replaceFirst("^/simulator/[^/]+/", "");
        StringBuilder name = new StringBuilder("call " + request.getMethod() + " ");
        for (String part : path.split("/")) {
            boolean id = part.length() > 8 && part.matches(".*\\d.*");
            name.append(id ? "*" + part.replaceFirst("^[^:]*", "") : part).append('/');
        }
        return name.substring(0, name.length() - 1);
    }
}
