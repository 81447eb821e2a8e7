package dev.caravan.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * Security in front of everything but what has doors of its own: webhooks (signed), health and figures, the simulator where
 * it runs in this process. Those are not touched at all, strange paths included. Figures may be closed. Who asks for the health and says who it is
 * goes through the doors: behind them there is more to see.
 */
final class OpenDoors extends DelegatingFilterProxy {
    static final String HEALTH = "/actuator/health";
    static final String METRICS = "/actuator/prometheus";

    private final List<String> open;
    private final List<String> closed;

    /**
     * @param open how the open paths begin, each with a slash at its end
     * @param closed how those among them begin that are not open
     */
    OpenDoors(String security, List<String> open, List<String> closed) {
        super(security);
        this.open = List.copyOf(open);
        this.closed = List.copyOf(closed);
    }

    /** The chains are made at the first request that needs them. */
    @Override
    protected void initFilterBean() {}

    /** A path counts as open only if it is so as it was sent and as it is understood. */
    boolean isOpen(HttpServletRequest request) {
        String sent = request.getRequestURI().substring(request.getContextPath().length());
        String understood = request.getServletPath();
        return open.stream().anyMatch(start -> sent.startsWith(start) && understood.startsWith(start))
                && closed.stream().noneMatch(understood::startsWith)
                && !(understood.startsWith(HEALTH) && KeyLogin.isSent(request));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request instanceof HttpServletRequest http && isOpen(http)) {
            chain.doFilter(request, response);
        } else {
            super.doFilter(request, response, chain);
        }
    }
}
