package dev.caravan.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bodies of management are small and say how long they are: they are held in memory, but for files of samples. Looks before
 * anybody logs in.
 */
final class BodyLimit extends OncePerRequestFilter {
    private static final long MOST = 1 << 20;
    /** Files for a sample: read as they come, by whoever may let one be taken. */
    private static final Pattern FILES = Pattern.compile("/api/tasks/[^/]+/sample");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (FILES.matcher(request.getRequestURI()).matches()) {
            chain.doFilter(request, response);
        } else if (request.getContentLengthLong() > MOST) {
            Refusals.problem(
                    response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "A body has at most 1 MiB here");
        } else if (request.getHeader("Transfer-Encoding") != null) {
            Refusals.problem(
                    response, HttpServletResponse.SC_LENGTH_REQUIRED, "Say how long the body is (Content-Length)");
        } else {
            chain.doFilter(request, response);
        }
    }
}
