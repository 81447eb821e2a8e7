package dev.caravan.access;

import dev.caravan.trace.Ids;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names each request of a program: the answer says it in {@code x-request-id}, where OpenAI's clients look for it, and the log
 * where it tells of a mistake. What a caller sends under that name is not taken: it would write into our log.
 */
public final class RequestIds extends OncePerRequestFilter {
    static final String HEADER = "x-request-id";
    private static final String ATTRIBUTE = RequestIds.class.getName();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id =
                "req_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        try (Ids ids = Ids.put("request", id)) {
            chain.doFilter(request, response);
        }
    }

    /** The name of this request; a dash where it has none. */
    public static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "-";
    }
}
