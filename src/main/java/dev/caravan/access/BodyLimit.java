package dev.caravan.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bodies of management are small and say how long they are: they are held in memory, but for files. Looks before anybody logs in. */
final class BodyLimit extends OncePerRequestFilter {
    private static final long MOST = 1 << 20;
    private static final RequestMatcher UPLOADS = new OrRequestMatcher(
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/api/tasks/{task}/drops"),
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/api/tasks/{task}/sample"));

    /** Files go to the disk as they come; whoever takes them counts. */
    static boolean isUpload(HttpServletRequest request) {
        return UPLOADS.matches(request);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return isUpload(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > MOST) {
            Problem.of(HttpStatus.PAYLOAD_TOO_LARGE, "A body has at most 1 MiB here")
                    .write(request, response);
        } else if (request.getHeader("Transfer-Encoding") != null) {
            Problem.of(HttpStatus.LENGTH_REQUIRED, "Say how long the body is (Content-Length)")
                    .write(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
