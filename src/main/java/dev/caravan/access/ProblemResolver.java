package dev.caravan.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.caravan.ledger.LedgerUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** What handlers below {@code /api} throw, as a {@link Problem}. What it does not know is for others. */
final class ProblemResolver implements HandlerExceptionResolver, Ordered {
    private static final String WAIT_SECONDS = "10";

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        Problem problem = request.getRequestURI().startsWith("/api/") ? problem(e) : null;
        if (problem == null || response.isCommitted()) {
            return null;
        }
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE || problem.status() == HttpStatus.TOO_MANY_REQUESTS) {
            response.setHeader("Retry-After", WAIT_SECONDS);
        }
        if (e instanceof HttpRequestMethodNotSupportedException method && method.getSupportedMethods() != null) {
            response.setHeader("Allow", String.join(", ", method.getSupportedMethods()));
        }
        try {
            problem.write(request, response);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return new ModelAndView();
    }

    private static @Nullable Problem problem(Exception e) {
        if (e instanceof ProblemException known) {
            return known.problem();
        }
        if (e instanceof MissingServletRequestParameterException missing) {
            return Problem.of(HttpStatus.BAD_REQUEST, missing.getParameterName(), "must be given");
        }
        if (e instanceof MethodArgumentTypeMismatchException mismatch) {
            return mismatch.getParameter().hasParameterAnnotation(PathVariable.class)
                    ? Problem.notFound()
                    : Problem.of(HttpStatus.BAD_REQUEST, mismatch.getName(), "is not of the kind that is wanted here");
        }
        if (e instanceof HttpMessageNotReadableException unread) {
            return unread(unread);
        }
        if (e instanceof HttpRequestMethodNotSupportedException method) {
            return Problem.of(HttpStatus.METHOD_NOT_ALLOWED, method.getMethod() + " does nothing here");
        }
        if (e instanceof HttpMediaTypeNotSupportedException type) {
            return Problem.of(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Bodies of this Content-Type are not read here. Send "
                            + type.getSupportedMediaTypes().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(" or ")));
        }
        if (e instanceof LedgerUnavailableException) {
            return Problem.of(
                    HttpStatus.SERVICE_UNAVAILABLE, "The ledger can't be read or written just now. Send it again");
        }
        return e instanceof IllegalArgumentException
                ? Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, e.getMessage() + ". Nothing was done")
                : null;
    }

    /** Where, and not what: the body may hold what is nobody else's. */
    private static Problem unread(HttpMessageNotReadableException e) {
        if (e.getCause() instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            return Problem.of(HttpStatus.BAD_REQUEST, field, "is not of the kind that is wanted here");
        }
        String where = e.getCause() instanceof JsonProcessingException json && json.getLocation() != null
                ? " (line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr() + ")"
                : "";
        return Problem.of(HttpStatus.BAD_REQUEST, "The body is no JSON object" + where);
    }
}
