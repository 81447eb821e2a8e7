package dev.caravan.access;

import dev.caravan.trace.Ids;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who asks, in every line that the log has of a request, and the workspace of a key. */
final class CallerIds extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Map<String, String> who = new TreeMap<>();
        Caller.of(request).ifPresent(caller -> {
            who.put("caller", caller.getName());
            if (caller instanceof KeyHolder key) {
                who.put("workspace", key.workspace());
            }
        });
        try (Ids ids = Ids.put(who)) {
            chain.doFilter(request, response);
        }
    }
}
