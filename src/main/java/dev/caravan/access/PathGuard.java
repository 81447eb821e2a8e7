package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Spring's strict firewall, but for one thing: names of tasks may have slashes, which are {@code %2F} in a path below
 * {@code /api/tasks/}. They stay a part of their segment, for the doors as for whoever answers. Everything else of such a path
 * is held to the same rules.
 */
final class PathGuard implements HttpFirewall {
    private static final String TASKS = "/api/tasks/";
    private static final Pattern SLASH = Pattern.compile("%2[Ff]");

    private final StrictHttpFirewall strict = new StrictHttpFirewall();
    private final StrictHttpFirewall slashes = new StrictHttpFirewall();

    PathGuard() {
        slashes.setAllowUrlEncodedSlash(true);
        slashes.setAllowUrlEncodedPercent(true);
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (!path.startsWith(TASKS) || !SLASH.matcher(path).find()) {
            return strict.getFirewalledRequest(request);
        }
        strict.getFirewalledRequest(new WithoutSlashes(request));
        return slashes.getFirewalledRequest(request);
    }

    @Override
    public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
        return strict.getFirewalledResponse(response);
    }

    /** The request as it would be if each such slash were a letter. */
    private static final class WithoutSlashes extends HttpServletRequestWrapper {
        WithoutSlashes(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getRequestURI() {
            return plain(super.getRequestURI());
        }

        @Override
        public String getServletPath() {
            return plain(super.getServletPath());
        }

        @Override
        public @Nullable String getPathInfo() {
            String info = super.getPathInfo();
            return info == null ? null : plain(info);
        }

        private static String plain(String path) {
            return SLASH.matcher(path).replaceAll("x");
        }
    }
}
