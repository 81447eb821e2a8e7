package dev.caravan.simulator;

import dev.caravan.simulator.core.CallFaults;
import dev.caravan.simulator.core.FaultBook;
import dev.caravan.simulator.core.FaultRule;
import dev.caravan.simulator.core.SimulatorTime;
import dev.caravan.simulator.core.Surface;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands before every call of every surface: its headers, its credentials, faults of the connection. */
final class Gate extends OncePerRequestFilter {
    private final List<Surface> surfaces;
    private final CallFaults faults;
    private final FaultBook book;
    private final SimulatorTime time;

    Gate(List<Surface> surfaces, FaultBook book, SimulatorTime time) {
        this.surfaces = surfaces;
        this.book = book;
        this.time = time;
        this.faults = new CallFaults(book, time);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        for (Surface surface : surfaces) {
            if (path.equals(surface.root()) || path.startsWith(surface.root() + "/")) {
                pass(surface, path, request, response, chain);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private void pass(
            Surface surface, String path, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        surface.headers().forEach(response::setHeader);
        Optional<WireError> noEntry = surface.authorize(request);
        if (noEntry.isPresent()) {
            noEntry.get().send(response);
            return;
        }
        time.called(surface.name());
        String call =
                surface.call(request.getMethod(), path.substring(surface.root().length()));
        HttpServletRequest seen = surface.raw(call) ? new Unparsed(request) : request;
        String uri = request.getQueryString() == null ? path : path + "?" + request.getQueryString();
        Optional<FaultRule> fault =
                CallFaults.isLate(request) ? Optional.empty() : book.onCall(surface.name(), call, uri);
        if (fault.isPresent()) {
            faults.apply(surface, fault.get(), seen, response, chain);
        } else {
            chain.doFilter(seen, response);
        }
    }

    /** Hides the type of a body, so that Spring leaves it to the controller, whatever the application allows. */
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
