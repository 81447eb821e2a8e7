package dev.caravan.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Refusals in the shape that clients made for OpenAI read: an object {@code error} with message, type, param and code. */
final class OpenAiRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof InternalAuthenticationServiceException) {
            write(response, 503, "server_error", "unavailable", String.valueOf(exception.getMessage()));
            return;
        }
        response.setHeader("WWW-Authenticate", "Bearer realm=\"Caravan\"");
        write(
                response,
                401,
                "invalid_request_error",
                "invalid_api_key",
                exception instanceof BadCredentialsException
                        ? String.valueOf(exception.getMessage())
                        : "Send an API key of Caravan, as x-api-key or as Authorization: Bearer");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException {
        write(
                response,
                403,
                "invalid_request_error",
                "insufficient_permissions",
                "The roles of this API key do not allow it");
    }

    /** Too many requests, or bodies at a time. */
    static void tooMany(HttpServletRequest request, HttpServletResponse response, String message) throws IOException {
        write(response, 429, "requests", "rate_limit_exceeded", message);
    }

    /** A path or a header that is not taken. */
    static void notTaken(HttpServletResponse response, String message) throws IOException {
        write(response, 400, "invalid_request_error", "invalid_url", message);
    }

    private static void write(HttpServletResponse response, int status, String type, String code, String message)
            throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code);
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
