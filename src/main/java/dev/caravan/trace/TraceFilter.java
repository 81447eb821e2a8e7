package dev.caravan.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.filter.OncePerRequestFilter;

/** What comes over HTTP with a {@code traceparent} is linked to the trace that it names. */
final class TraceFilter extends OncePerRequestFilter {
    private final ObjectProvider<Works> works;

    TraceFilter(ObjectProvider<Works> works) {
        this.works = works;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Works all = works.getIfAvailable(Works::untraced);
        if (!all.areTraced()) {
            chain.doFilter(request, response);
            return;
        }
        SpanContext caller = Span.fromContext(
                        W3CTraceContextPropagator.getInstance().extract(Context.root(), request, new Headers()))
                .getSpanContext();
        try (Scope scope = all.askedBy(caller.isValid() ? caller : null)) {
            chain.doFilter(request, response);
        }
    }

    private static final class Headers implements TextMapGetter<HttpServletRequest> {
        @Override
        public Iterable<String> keys(HttpServletRequest request) {
            return Collections.list(request.getHeaderNames());
        }

        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String key) {
            return request == null ? null : request.getHeader(key);
        }
    }
}
