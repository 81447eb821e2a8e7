package dev.caravan.access;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.OnceKeys;
import dev.caravan.ledger.OnceKeys.Known;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * A POST with an {@code Idempotency-Key} does its work once for its caller, and answers the same however often it is sent.
 * What was refused did nothing, so its key is free again. Files are known by their content instead.
 */
final class OnlyOnce extends OncePerRequestFilter {
    static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

    private final Supplier<Ledger> ledger;

    /** @param ledger asked for with the first such request: the doors are made before it is open */
    OnlyOnce(Supplier<Ledger> ledger) {
        this.ledger = ledger;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || request.getHeader(HEADER) == null
                || BodyLimit.isUpload(request)
                || request.getUserPrincipal() == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (key.isBlank() || key.length() > LONGEST) {
            Problem.of(HttpStatus.BAD_REQUEST, HEADER, "must have 1 to " + LONGEST + " characters")
                    .write(request, response);
            return;
        }
        OnceKeys keys = ledger.get().requests().onceKeys();
        String caller = String.valueOf(request.getUserPrincipal().getName());
        byte[] body = request.getInputStream().readAllBytes();
        String asked = hash(request, body);
        Optional<Known> known = keys.take(caller, key, asked);
        if (known.isPresent()) {
            answer(known.get(), asked, request, response);
            return;
        }
        ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
        boolean nothingDone = true;
        try {
            chain.doFilter(new Again(request, body), kept);
            nothingDone = kept.getStatus() >= 400 && kept.getStatus() != 500;
        } catch (ServletException | IOException | RuntimeException e) {
            nothingDone = false;
            throw e;
        } finally {
            if (nothingDone) {
                keys.free(caller, key);
            }
        }
        if (kept.getStatus() < 400) {
            boolean secret = ShownOnce.is(request);
            keys.answered(
                    caller,
                    key,
                    kept.getStatus(),
                    secret ? "" : new String(kept.getContentAsByteArray(), StandardCharsets.UTF_8));
        }
        kept.copyBodyToResponse();
    }

    private static void answer(Known known, String asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Integer status = known.status();
        @Nullable
        String why = !known.request().equals(asked)
                ? "This Idempotency-Key was sent with another request. Nothing was done"
                : status == null
                        ? "This request is being done, or nobody knows what came of it because Caravan stopped meanwhile."
                                + " Look first, then send it with another Idempotency-Key"
                        : known.body().isEmpty() ? "This was done before; a secret is shown once" : null;
        if (why != null || status == null) {
            Problem.of(HttpStatus.CONFLICT, String.valueOf(why)).write(request, response);
            return;
        }
        response.setStatus(status);
        response.setHeader("Idempotent-Replayed", "true");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(known.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(HttpServletRequest request, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // A line ends what can't hold one.
            digest.update(
                    (request.getRequestURI() + "?" + request.getQueryString() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The request with its body, which was read already. */
    private static final class Again extends HttpServletRequestWrapper {
        private final ByteArrayInputStream body;

        Again(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = new ByteArrayInputStream(body);
        }

        @Override
        public ServletInputStream getInputStream() {
            return new ServletInputStream() {
                @Override
                public int read() {
                    return body.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return body.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return body.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("It is read as it is asked for");
                }
            };
        }
    }
}
