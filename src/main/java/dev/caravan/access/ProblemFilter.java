package dev.caravan.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** In front of everything below {@code /api}: whoever gives up, a door or a handler, gives up with a {@link Problem}. */
final class ProblemFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemFilter.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, new Problems(request, response));
        } catch (ServletException | RuntimeException e) {
            LOG.error("{} {} ({}) failed", request.getMethod(), request.getRequestURI(), RequestIds.of(request), e);
            if (response.isCommitted()) {
                // Half of an answer must not look like a whole one: the connection breaks.
                throw e;
            }
            response.resetBuffer();
            Problem.of(
                            HttpStatus.INTERNAL_SERVER_ERROR,
                            "Something failed here. The log of Caravan says what, under " + RequestIds.of(request))
                    .write(request, response);
        }
    }

    /** Statuses that would become a page of the web server. */
    private static final class Problems extends HttpServletResponseWrapper {
        private final HttpServletRequest request;

        Problems(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public void sendError(int code) throws IOException {
            sendError(code, null);
        }

        @Override
        public void sendError(int code, @org.jspecify.annotations.Nullable String message) throws IOException {
            HttpStatus status = HttpStatus.resolve(code);
            if (status == null || isCommitted()) {
                super.sendError(code, message);
                return;
            }
            resetBuffer();
            Problem problem = status == HttpStatus.NOT_FOUND
                    ? Problem.notFound()
                    : Problem.of(status, message == null || message.isEmpty() ? status.getReasonPhrase() : message);
            problem.write(request, this);
        }
    }
}
