package dev.caravan.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A unit of work of a stage, from its claim to its end. While a thread is in it, the log has its ids; when it is over it is a
 * span, where traces are kept. One thread at a time.
 */
// Who is let in closes what it is given.
@SuppressWarnings("MustBeClosedChecker")
public final class Work implements AutoCloseable {
    /** Calls of one unit of work that are told; of more, how many. */
    private static final int MOST_CALLS = 100;

    private static final ContextKey<Work> HERE = ContextKey.named("caravan.work");
    private static final ContextKey<SpanContext> CALLER = ContextKey.named("caravan.caller");
    private static final ContextKey<Tracing> TRACING = ContextKey.named("caravan.tracing");

    private final String stage;
    private final InHand in;
    private final @Nullable Tracing tracing;
    private final Map<String, Object> said = new LinkedHashMap<>();
    private final List<WorkCall> calls = new ArrayList<>();
    private @Nullable Instant begun;
    private final @Nullable SpanContext caller;
    private @Nullable String error;
    private @Nullable Instant restSince;
    private @Nullable Entered entered;
    private WorkCall.@Nullable Http http;
    private @Nullable String callId;
    private int moreCalls;
    private boolean quiet;
    private boolean over;

    Work(String stage, InHand in, @Nullable Tracing tracing) {
        this.stage = stage;
        this.in = in;
        this.tracing = tracing;
        this.begun = tracing == null ? null : tracing.now();
        this.caller = tracing == null ? null : Context.current().get(CALLER);
    }

    /** Begins one on this thread, which is in it until it is closed. */
    public static Work begin(String stage, InHand in) {
        Work work = new Work(stage, in, Context.current().get(TRACING));
        work.entered = work.enter();
        return work;
    }

    /** The one that this thread is in; one that nobody hears of if it is in none. */
    public static Work here() {
        Work work = Context.current().get(HERE);
        return work == null ? new Work("", InHand.NOTHING, null) : work;
    }

    /** A thread is in it. */
    public static final class Entered implements AutoCloseable {
        private final Ids ids;
        private final @Nullable Scope scope;

        Entered(Ids ids, @Nullable Scope scope) {
            this.ids = ids;
            this.scope = scope;
        }

        @Override
        public void close() {
            if (scope != null) {
                scope.close();
            }
            ids.close();
        }
    }

    /** This thread goes on with it, until what this returns is closed. */
    public Entered enter() {
        return new Entered(
                Ids.put(stage, tracing == null ? in : tracing.named(in)),
                tracing == null
                        ? null
                        : Context.current()
                                .with(TRACING, tracing)
                                .with(HERE, this)
                                .makeCurrent());
    }

    /** What this thread is in, for another one that goes on for it. */
    public static Carried carried() {
        Map<String, String> ids = MDC.getCopyOfContextMap();
        return new Carried(Context.current(), new InHand(ids == null ? Map.of() : ids));
    }

    /** What a thread was in. */
    public record Carried(Context context, InHand ids) {
        public Entered enter() {
            return new Entered(Ids.put(ids), context.makeCurrent());
        }
    }

    /** This thread is in a stage that has nothing in hand yet. */
    static Entered enter(String stage, @Nullable Tracing tracing) {
        return new Entered(
                Ids.put(Ids.STAGE, stage),
                tracing == null
                        ? null
                        : Context.current().with(TRACING, tracing).makeCurrent());
    }

    /** This thread does what somebody elsewhere asked for, whose trace is linked. */
    static Scope askedBy(Tracing tracing, @Nullable SpanContext caller) {
        Context context = Context.current().with(TRACING, tracing);
        return (caller == null ? context : context.with(CALLER, caller)).makeCurrent();
    }

    /** What else is to be known of it: a number, or a word of ours or of the configuration. */
    public Work say(String name, Object value) {
        if (tracing != null) {
            said.put(name, value);
        }
        return this;
    }

    /** It began before this thread did. */
    public Work began(Instant when) {
        begun = tracing == null ? null : when;
        return this;
    }

    /** It failed for a reason of this class. The first one counts. */
    public Work failed(String errorClass) {
        if (error == null) {
            error = errorClass;
        }
        return this;
    }

    /** Nothing came of it: it is no span unless it fails. */
    public Work quiet(boolean nothing) {
        quiet = nothing;
        return this;
    }

    /** With it ends what it is about, which began then. */
    public Work restSince(Instant since) {
        restSince = since;
        return this;
    }

    /** What is known of a call that is just made, and is told when it is {@link #called over}. */
    public void calling(WorkCall.Http facts) {
        http = facts;
    }

    /** What a provider is told of the trace of the call that is just made; empty where nobody keeps it. */
    public Optional<String> traceparent() {
        callId = TraceIds.spanId();
        return tracing == null ? Optional.empty() : tracing.traceparent(this, callId);
    }

    /**
     * A call to a provider is over now.
     *
     * @param name what was asked for; @param error the class of its failure, null if it had none
     */
    public void called(String name, String credential, Duration took, @Nullable String error) {
        if (tracing == null) {
            return;
        }
        Instant now = tracing.now();
        if (calls.size() < MOST_CALLS) {
            calls.add(new WorkCall(name, credential, now.minus(took), now, error, http, callId));
        } else {
            moreCalls++;
        }
        http = null;
        callId = null;
    }

    /** Whether anybody hears of it. */
    public boolean isTraced() {
        return tracing != null;
    }

    String stage() {
        return stage;
    }

    InHand inHand() {
        return in;
    }

    Map<String, Object> said() {
        return said;
    }

    List<WorkCall> calls() {
        return calls;
    }

    int moreCalls() {
        return moreCalls;
    }

    @Nullable
    Instant begun() {
        return begun;
    }

    @Nullable
    SpanContext caller() {
        return caller;
    }

    @Nullable
    String error() {
        return error;
    }

    @Nullable
    Instant restSince() {
        return restSince;
    }

    /** It is over. */
    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        try {
            if (tracing != null && (!quiet || error != null)) {
                tracing.ended(this);
            }
        } finally {
            if (entered != null) {
                entered.close();
            }
        }
    }
}
