package dev.caravan.rerun;

import static dev.caravan.ledger.RecordState.INVALID_OUTPUT;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static dev.caravan.ledger.RecordState.REVIEW_REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RecordState;
import dev.caravan.retention.Yard;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Spool;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger with a drop of five records, and reruns whose spool can fail. */
abstract class FiveRecords {
    static final Filter ALL = Filter.of("triage");

    @TempDir
    Path data;

    Yard yard;
    Reruns reruns;
    final Tasks tasks = Yard.tasks(Task.Retention.FOR_EVER);
    final AtomicInteger failures = new AtomicInteger();

    @BeforeEach
    void open() {
        yard = new Yard(data, new LocalSpool(data.resolve("spool")));
        reruns = reruns();
    }

    @AfterEach
    void close() {
        assertThat(yard.ledger.counts().recount()).isEmpty();
        yard.close();
    }

    /** As after a restart. Creating an object in the spool fails so many times. */
    final Reruns reruns() {
        var previews = new Previews(yard.ledger, tasks, task -> yard.recipe);
        Spool spool = (Spool) Proxy.newProxyInstance(
                Spool.class.getClassLoader(), new Class<?>[] {Spool.class}, (proxy, method, values) -> {
                    if (method.getName().equals("create")
                            && values[0].toString().endsWith("rebuilt.jsonl")
                            && failures.getAndDecrement() > 0) {
                        throw new IOException("the disk is full");
                    }
                    try {
                        return method.invoke(yard.spool, values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new Reruns(
                yard.ledger, previews, new RerunWork(yard.ledger, spool, previews), new Earlier(tasks, previews));
    }

    Map<RecordState, Long> states(long drop) {
        Map<RecordState, Long> states = new TreeMap<>(yard.counts(drop).states());
        states.values().removeIf(n -> n == 0);
        return states;
    }

    /** a and e are published, b is invalid, c failed, d waits for a person. */
    long fiveRecords() throws IOException {
        long drop = yard.drop("text", "a", "b", "c", "d", "e");
        yard.submit();
        yard.collect(Map.of("b", INVALID_OUTPUT, "c", PROVIDER_ERROR, "d", REVIEW_REQUIRED));
        yard.publish();
        return drop;
    }

    static Filter state(RecordState state) {
        return with("state", state.name());
    }

    static Filter with(String name, String value) {
        return Filter.of(Map.of("task", "triage", name, value)::get);
    }
}
