package dev.caravan.api;

import dev.caravan.access.KeyPaths;
import dev.caravan.access.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * What nobody else resolves below {@code /v1}: a mistake of ours. The log has it; the caller is told in the shape that its
 * client reads, and nothing of what went wrong inside.
 */
final class V1Failures implements HandlerExceptionResolver, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(V1Failures.class);

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        if (!KeyPaths.has(request) || !(e instanceof RuntimeException) || response.isCommitted()) {
            return null;
        }
        String id = RequestIds.of(request);
        LOG.error("{} {} ({}) could not be answered", request.getMethod(), request.getRequestURI(), id, e);
        String told = "Caravan made a mistake: its log has it, under " + id
                + ". Nothing may have come of this request, or all of it; look" + " before you send it again";
        V1Error.write(response, V1Error.of(HttpStatus.INTERNAL_SERVER_ERROR, told, null, "internal_error", 0));
        return new ModelAndView();
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
