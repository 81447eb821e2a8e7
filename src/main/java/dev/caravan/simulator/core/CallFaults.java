package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Does to a call what its fault says. */
public record CallFaults(FaultBook book, SimulatorTime time) {
    private static final long LONGEST_HANG_MS = 600_000;

    public void apply(
            Surface surface,
            FaultRule rule,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        switch (rule.action()) {
            case "lose-request" -> ConnectionValve.cut(request);
            case "lose-reply" -> {
                chain.doFilter(request, new MutedResponse(response));
                ConnectionValve.cut(request);
            }
            case "late" -> late(surface.name(), rule, request);
            case "delay" -> {
                book.hold(rule.key("ms").asLong());
                chain.doFilter(request, response);
            }
            case "hang" -> {
                if (rule.after()) {
                    chain.doFilter(request, new MutedResponse(response));
                }
                book.hold(rule.key("ms").asLong(LONGEST_HANG_MS));
                ConnectionValve.cut(request);
            }
            case "truncate" -> truncate(rule, request, response, chain);
            default -> {
                if (rule.after()) {
                    chain.doFilter(request, new MutedResponse(response));
                }
                status(surface, rule, response);
            }
        }
    }

    private void late(String surface, FaultRule rule, HttpServletRequest request) throws IOException {
        long due = time.calls(surface) + rule.key("calls").asLong();
        LateCalls.keep(request, () -> {
            book.hold(rule.key("ms").asLong());
            book.hold(LONGEST_HANG_MS, () -> time.calls(surface) >= due);
        });
        ConnectionValve.cut(request);
    }

    /** Whether a call had its fault before. */
    public static boolean isLate(HttpServletRequest request) {
        return request.getHeader(LateCalls.HEADER) != null;
    }

    private static void truncate(
            FaultRule rule, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean closeDelimited = rule.key("how").asText("length").equals("close");
        if (closeDelimited) {
            response.setHeader("Connection", "close");
        }
        ShortResponse cut = new ShortResponse(response, rule.key("bytes").asLong(), closeDelimited);
        chain.doFilter(request, cut);
        response.flushBuffer();
        if (cut.wasCut() && !closeDelimited) {
            ConnectionValve.cut(request);
        }
    }

    private static void status(Surface surface, FaultRule rule, HttpServletResponse response) throws IOException {
        int status = rule.key("status").asInt();
        WireError standard = surface.error(status);
        JsonNode body = rule.key("body");
        response.setStatus(status);
        if (body.isMissingNode()) {
            standard.headers().forEach(response::setHeader);
        } else {
            response.setContentType(body.isTextual() ? "text/html" : "application/json");
        }
        JsonNode headers = rule.key("headers");
        for (String name : Json.names(headers)) {
            response.setHeader(name, headers.path(name).asText());
        }
        String text = body.isTextual() ? body.asText() : Json.write(body);
        response.getOutputStream()
                .write(body.isMissingNode() ? standard.body() : text.getBytes(StandardCharsets.UTF_8));
    }
}
