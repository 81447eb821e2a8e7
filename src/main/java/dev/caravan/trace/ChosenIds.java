package dev.caravan.trace;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ids that whoever starts a span has chosen for it; random ones otherwise. */
final class ChosenIds implements IdGenerator {
    private final ThreadLocal<@Nullable Chosen> chosen = new ThreadLocal<>();
    private final IdGenerator random = IdGenerator.random();

    /** @param trace only for a span without a parent */
    private record Chosen(String trace, String span) {}

    /** Starts a span with these. */
    <T> T with(String trace, String span, Supplier<T> start) {
        chosen.set(new Chosen(trace, span));
        try {
            return start.get();
        } finally {
            chosen.remove();
        }
    }

    @Override
    public String generateSpanId() {
        Chosen ids = chosen.get();
        return ids == null ? random.generateSpanId() : ids.span();
    }

    @Override
    public String generateTraceId() {
        Chosen ids = chosen.get();
        return ids == null ? random.generateTraceId() : ids.trace();
    }
}
