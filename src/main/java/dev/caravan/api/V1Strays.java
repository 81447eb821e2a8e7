package dev.caravan.api;

import dev.caravan.access.KeyPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Requests below {@code /v1} that reach no controller, or reach it wrongly: unknown paths, methods that a path has not,
 * parameters of the wrong kind. In OpenAI's shape too, so that its clients say what is the matter.
 */
final class V1Strays implements HandlerExceptionResolver, Ordered {
    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        if (!KeyPaths.has(request) || !(e instanceof ErrorResponse known) || response.isCommitted()) {
            return null;
        }
        HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
        known.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        V1Error.write(response, V1Error.of(status, message(status, request), null, code(status), 0));
        return new ModelAndView();
    }

    private static String message(HttpStatus status, HttpServletRequest request) {
        String path = request.getMethod() + " " + V1Refusal.brief(request.getRequestURI());
        return switch (status) {
            case NOT_FOUND ->
                "There is nothing at " + path + ": docs/gateway.md and docs/batch-api.md list what there is";
            case METHOD_NOT_ALLOWED -> "There is no " + path + ", but other methods of that path";
            default -> path + " can't be answered as it was sent (" + status.getReasonPhrase() + ")";
        };
    }

    private static String code(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "unknown_url";
            case METHOD_NOT_ALLOWED -> "method_not_allowed";
            default -> "invalid_request";
        };
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
