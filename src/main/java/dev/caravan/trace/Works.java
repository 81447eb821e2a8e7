package dev.caravan.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/** Where units of work begin that stages of routes do in several steps. */
public final class Works implements DisposableBean {
    private final @Nullable Tracing tracing;

    /** @param tracing null where no traces are kept */
    Works(@Nullable Tracing tracing) {
        this.tracing = tracing;
    }

    /** One that only the log hears of. */
    public static Works untraced() {
        return new Works(null);
    }

    public boolean areTraced() {
        return tracing != null;
    }

    /** Begins one; threads {@linkplain Work#enter enter} it. */
    public Work begin(String stage, InHand in) {
        return new Work(stage, in, tracing);
    }

    /** This thread does what somebody asked for over HTTP. */
    Scope askedBy(@Nullable SpanContext caller) {
        return tracing == null ? Scope.noop() : Work.askedBy(tracing, caller);
    }

    /** This thread works for a stage that has nothing in hand yet. */
    public Work.Entered enter(String stage) {
        return Work.enter(stage, tracing);
    }

    @Override
    public void destroy() {
        if (tracing != null) {
            tracing.close();
        }
    }
}
