package dev.caravan.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** While nobody may log in, every page says how to change that, and nothing else is reachable. */
final class NobodyYet extends OncePerRequestFilter {
    /** The page that says so. */
    static final String PAGE = "/login";

    private final boolean somebody;

    NobodyYet(Users users, LoginElsewhere elsewhere) {
        this.somebody = !users.isEmpty() || elsewhere.button().isPresent();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getServletPath();
        boolean open = path.startsWith("/console/") || path.startsWith("/schemas/");
        boolean login = request.getMethod().equals("GET") && path.equals(PAGE);
        if (somebody || open || login) {
            chain.doFilter(request, response);
        } else {
            response.sendRedirect(request.getContextPath() + PAGE);
        }
    }
}
