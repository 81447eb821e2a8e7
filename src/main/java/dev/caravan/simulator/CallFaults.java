package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Does to a call what its fault says. */
record CallFaults(FaultBook book) {
    private static final long LONGEST_HANG_MS = 600_000;

    void apply(FaultRule rule, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (rule.action()) {
            case "lose-request" -> ConnectionValve.cut(request);
            case "lose-reply" -> {
                chain.doFilter(request, new MutedResponse(response));
                ConnectionValve.cut(request);
            }
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
                status(rule, response);
            }
        }
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

    private static void status(FaultRule rule, HttpServletResponse response) throws IOException {
        int status = rule.key("status").asInt();
        response.setStatus(status);
        JsonNode headers = rule.key("headers");
        for (String name : Json.names(headers)) {
            response.setHeader(name, headers.path(name).asText());
        }
        JsonNode body = rule.key("body");
        response.setContentType(body.isTextual() ? "text/html" : "application/json");
        String text = body.isTextual()
                ? body.asText()
                : Json.write(
                        body.isMissingNode()
                                ? ApiException.body(
                                        status,
                                        "A simulated answer with status " + status + ".",
                                        null,
                                        status == 429 ? "rate_limit_exceeded" : null)
                                : body);
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
