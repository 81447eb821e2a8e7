package dev.caravan.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes spans of units of work that are over. What a unit did with a batch or a publication is in the trace of that, and once
 * more in the traces of the first drops that have records in it: who looks at a drop sees all of its way.
 */
final class Tracing {
    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
    private static final int CLOSING_SECONDS = 2;
    private static final String CARAVAN = "caravan.";

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final Sampler sampler;
    private final ChosenIds chosen;
    private final TraceIds ids;
    private final TracedFacts facts;
    private final Clock clock;

    /** @param sampler that the SDK asks, which has the last word of whole traces */
    record Sender(OpenTelemetrySdk sdk, Sampler sampler, ChosenIds chosen) {}

    Tracing(Sender sender, TraceIds ids, TracedFacts facts, Clock clock) {
        this.sdk = sender.sdk();
        this.tracer = sdk.getTracer("dev.caravan");
        this.sampler = sender.sampler();
        this.chosen = sender.chosen();
        this.ids = ids;
        this.facts = facts;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** With the trace that it is told in, for the log. */
    InHand named(InHand in) {
        Long batch = in.number(InHand.BATCH);
        Long drop = in.number(InHand.DROP);
        if (batch != null) {
            return in.traced(ids.trace(InHand.BATCH, batch));
        }
        return drop == null ? in : in.traced(ids.trace(InHand.DROP, drop));
    }

    /** A unit of work is over. Whatever is wrong with that, its stage goes on. */
    void ended(Work work) {
        try {
            Long batch = work.inHand().number(InHand.BATCH);
            Long publication = work.inHand().number(InHand.PUBLICATION);
            Long drop = work.inHand().number(InHand.DROP);
            if (batch != null) {
                batch(work, facts.batch(batch));
            } else if (publication != null) {
                publication(work, facts.publication(publication));
            } else if (drop != null) {
                drop(work, drop);
            } else {
                unit(work, null, null, TraceIds.spanId(), List.of());
            }
        } catch (RuntimeException e) {
            LOG.debug("No span of {} {}: {}", work.stage(), work.inHand().ids(), e.toString());
        }
    }

    /** The header of a call in the trace of what is worked on. */
    Optional<String> traceparent(Work work, String call) {
        Long batch = work.inHand().number(InHand.BATCH);
        if (batch == null) {
            return Optional.empty();
        }
        SpanContext own = known(ids.trace(InHand.BATCH, batch), call);
        return Optional.of("00-" + own.getTraceId() + "-" + call + "-"
                + own.getTraceFlags().asHex());
    }

    private void drop(Work work, long drop) {
        String trace = ids.trace(InHand.DROP, drop);
        SpanContext root = top(drop);
        // The root is sent last: whoever has it has what is below it.
        unit(work, trace, root, TraceIds.spanId(), List.of());
        Instant arrived = work.restSince();
        if (arrived != null) {
            SpanBuilder span = tracer.spanBuilder(InHand.DROP).setNoParent().setStartTimestamp(arrived);
            finish(start(span, root), work, now());
        }
    }

    /** In the trace of the batch, and below its span in the traces of drops. */
    private void batch(Work work, TracedFacts.Bundle of) {
        SpanContext root = known(ids.trace(InHand.BATCH, of.id()), ids.root(InHand.BATCH, of.id()));
        SpanContext own = unit(work, root.getTraceId(), root, TraceIds.spanId(), List.of());
        for (long drop : of.told()) {
            SpanContext within = known(ids.trace(InHand.DROP, drop), ids.within(drop, of.id()));
            unit(work, within.getTraceId(), within, TraceIds.spanId(), List.of(own));
        }
        Instant since = work.restSince();
        if (since != null) {
            rest(work, of, since, root);
        }
    }

    /** The spans that all others of the batch hang below. */
    private void rest(Work work, TracedFacts.Bundle of, Instant since, SpanContext root) {
        SpanBuilder whole = tracer.spanBuilder(InHand.BATCH).setNoParent().setStartTimestamp(since);
        of.drops().forEach(drop -> whole.addLink(top(drop)));
        finish(start(whole, root), work, now());
        for (long drop : of.told()) {
            SpanContext top = top(drop);
            SpanBuilder part = tracer.spanBuilder(InHand.BATCH)
                    .setParent(Context.root().with(Span.wrap(top)))
                    .setStartTimestamp(since)
                    .addLink(root);
            finish(start(part, known(top.getTraceId(), ids.within(drop, of.id()))), work, now());
        }
    }

    private SpanContext top(long drop) {
        return known(ids.trace(InHand.DROP, drop), ids.root(InHand.DROP, drop));
    }

    /** In the traces of drops alone, each with links to the other ones. */
    private void publication(Work work, TracedFacts.Bundle of) {
        for (long drop : of.told()) {
            List<SpanContext> others = of.drops().stream()
                    .filter(other -> other != drop)
                    .map(this::top)
                    .toList();
            SpanContext top = top(drop);
            unit(work, top.getTraceId(), top, TraceIds.spanId(), others);
        }
        if (of.told().isEmpty()) {
            unit(work, null, null, TraceIds.spanId(), List.of());
        }
    }

    /** The span of a unit of work with those of its calls. */
    private SpanContext unit(
            Work work, @Nullable String trace, @Nullable SpanContext parent, String id, List<SpanContext> same) {
        SpanBuilder builder = tracer.spanBuilder(work.stage());
        if (work.begun() != null) {
            builder.setStartTimestamp(work.begun());
        }
        if (parent == null) {
            builder.setNoParent();
        } else {
            builder.setParent(Context.root().with(Span.wrap(parent)));
        }
        same.forEach(builder::addLink);
        if (work.caller() != null) {
            builder.addLink(work.caller());
        }
        String ownTrace = trace == null ? chosen.generateTraceId() : trace;
        Span span = chosen.with(ownTrace, id, builder::startSpan);
        for (WorkCall call : work.calls()) {
            call(call, work.inHand(), span.getSpanContext(), same.isEmpty());
        }
        finish(span, work, now());
        return span.getSpanContext();
    }

    /** @param own in the trace that its provider was told of */
    private void call(WorkCall call, InHand in, SpanContext parent, boolean own) {
        AttributesBuilder all = Attributes.builder()
                .put("caravan.call", call.name())
                .put("caravan.credential", call.credential())
                .putAll(facts.credential(call.credential()))
                .putAll(facts.asked(in));
        WorkCall.Http http = call.http();
        if (http != null) {
            all.put("http.request.method", http.method())
                    .put("server.address", http.host())
                    .put("server.port", (long) http.port());
            if (http.status() > 0) {
                all.put("http.response.status_code", (long) http.status());
            }
            if (http.sent() >= 0) {
                all.put("http.request.body.size", http.sent());
            }
            if (http.received() >= 0) {
                all.put("http.response.body.size", http.received());
            }
            if (http.requestId() != null) {
                all.put("caravan.server_request_id", http.requestId());
            }
        }
        SpanBuilder builder = tracer.spanBuilder(call.name() + " " + facts.provider(call.credential()))
                .setParent(Context.root().with(Span.wrap(parent)))
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(call.from())
                .setAllAttributes(all.build());
        String id = own && call.spanId() != null ? call.spanId() : TraceIds.spanId();
        Span span = chosen.with(parent.getTraceId(), id, builder::startSpan);
        if (call.error() != null) {
            span.setAttribute("error.type", call.error());
            span.setStatus(StatusCode.ERROR);
        }
        span.end(call.to());
    }

    private Span start(SpanBuilder builder, SpanContext as) {
        return chosen.with(as.getTraceId(), as.getSpanId(), builder::startSpan);
    }

    private void finish(Span span, Work work, Instant end) {
        work.inHand().ids().forEach((key, value) -> {
            Long number = key.equals(InHand.TASK) || key.equals(InHand.CREDENTIAL) || key.equals(InHand.SINK)
                    ? null
                    : Long.valueOf(value);
            if (number == null) {
                span.setAttribute(CARAVAN + key, value);
            } else {
                span.setAttribute(CARAVAN + key, number);
            }
        });
        String credential = work.inHand().ids().get(InHand.CREDENTIAL);
        if (credential != null) {
            span.setAllAttributes(facts.credential(credential));
        }
        span.setAllAttributes(facts.asked(work.inHand()));
        work.said().forEach((key, value) -> {
            if (value instanceof Number number) {
                span.setAttribute(key, number.longValue());
            } else {
                span.setAttribute(key, String.valueOf(value));
            }
        });
        if (work.moreCalls() > 0) {
            span.setAttribute("caravan.calls_not_told", work.moreCalls());
        }
        if (work.error() != null) {
            span.setAttribute("error.type", work.error());
            span.setStatus(StatusCode.ERROR);
        }
        span.end(end);
    }

    /** A span that another unit of work makes, or has made. */
    private SpanContext known(String trace, String span) {
        boolean sampled =
                sampler.shouldSample(Context.root(), trace, "", SpanKind.INTERNAL, Attributes.empty(), List.of())
                                .getDecision()
                        == SamplingDecision.RECORD_AND_SAMPLE;
        return SpanContext.createFromRemoteParent(
                trace, span, sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(), TraceState.getDefault());
    }

    void close() {
        sdk.shutdown().join(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
}
