package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer that is an error, byte for byte as the vendor would send it.
 *
 * @param headers Content-Type and the vendor's own, such as {@code x-amzn-errortype}
 */
public record WireError(int status, Map<String, String> headers, byte[] body) {
    public static WireError json(int status, JsonNode body) {
        return new WireError(
                status,
                Map.of("Content-Type", "application/json"),
                Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    public void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.getOutputStream().write(body);
    }
}
