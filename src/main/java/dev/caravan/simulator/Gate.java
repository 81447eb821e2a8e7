package dev.caravan.simulator;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands before every simulated call: request id, API key, faults of the connection. */
final class Gate extends OncePerRequestFilter {
    static final String ROOT = "/simulator/openai";

    private final CallFaults faults;
    private final FaultBook book;

    Gate(FaultBook book) {
        this.book = book;
        this.faults = new CallFaults(book);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("x-request-id", "req_" + UUID.randomUUID().toString().replace("-", ""));
        Optional<ApiException> noEntry = refusal(request.getHeader("Authorization"));
        if (noEntry.isPresent()) {
            write(response, noEntry.get());
            return;
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String call = Call.of(request.getMethod(), path.substring(ROOT.length()));
        HttpServletRequest seen = call.equals("files.create") ? new Unparsed(request) : request;
        String uri = request.getQueryString() == null ? path : path + "?" + request.getQueryString();
        Optional<FaultRule> fault = book.onCall(call, uri);
        if (fault.isPresent()) {
            faults.apply(fault.get(), seen, response, chain);
        } else {
            chain.doFilter(seen, response);
        }
    }

    private static Optional<ApiException> refusal(@Nullable String authorization) {
        if (authorization == null
                || !authorization.startsWith("Bearer ")
                || authorization.substring(7).isBlank()) {
            return Optional.of(new ApiException(
                    401,
                    "You didn't provide an API key. Provide it in an Authorization header using Bearer auth.",
                    null,
                    null));
        }
        String key = authorization.substring(7).trim();
        return key.equals("bad") || key.startsWith("invalid")
                ? Optional.of(new ApiException(401, "Incorrect API key provided.", null, "invalid_api_key"))
                : Optional.empty();
    }

    private static void write(HttpServletResponse response, ApiException error) throws IOException {
        response.setStatus(error.status());
        response.setContentType("application/json");
        response.getOutputStream().write(Json.write(error.body()).getBytes(StandardCharsets.UTF_8));
    }

    /** Hides the multipart type, so that Spring leaves the body to {@link Upload}, whatever the application allows. */
    private static final class Unparsed extends HttpServletRequestWrapper {
        Unparsed(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getContentType() {
            return "application/octet-stream";
        }
    }
}
