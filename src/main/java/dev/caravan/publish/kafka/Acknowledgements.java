package dev.caravan.publish.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Counts what is acknowledged and keeps the first failure, without keeping the messages. */
final class Acknowledgements implements Callback {
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private int expected;

    void expectOne() {
        expected++;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
        if (error == null) {
            acknowledged.incrementAndGet();
        } else {
            failure.compareAndSet(null, error);
        }
    }

    int all() {
        return acknowledged.get();
    }

    /** Null while nothing failed. */
    @Nullable
    Exception failure() {
        return failure.get();
    }

    /** Whether every message that was sent is acknowledged. */
    boolean isComplete() {
        return failure.get() == null && acknowledged.get() == expected;
    }
}
