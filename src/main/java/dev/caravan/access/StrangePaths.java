package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** What is told where a path, or a header, could mean two things: 400, in the shape that the caller reads. */
final class StrangePaths implements RequestRejectedHandler {
    private static final String TOLD =
            "The path or a header has what is not taken here, such as an encoded slash (%2F), a"
                    + " semicolon, two slashes or dots in a row. Only names of tasks below /api/tasks/ may have %2F";

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException refused)
            throws IOException {
        if (KeyPaths.has(request)) {
            OpenAiRefusals.notTaken(response, TOLD);
        } else {
            response.sendError(HttpStatus.BAD_REQUEST.value(), TOLD);
        }
    }
}
