package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.header.HeaderWriter;

/** Where hawtio's pages need something else than ours. */
final class HawtioDoor {
    private static final String BELOW = "/hawtio/";
    private static final String JOLOKIA = BELOW + "jolokia";

    /** What its scripts read the routes from. Nothing changes there, so that another site gains nothing by a request. */
    static final String READS = JOLOKIA + "/**";

    private HawtioDoor() {}

    static boolean reads(HttpServletRequest request) {
        return path(request).startsWith(JOLOKIA);
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    /** Its scripts write styles into the page, and compile what they show; nothing comes from elsewhere. */
    static final class Content implements HeaderWriter {
        private static final String POLICY =
                "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
                        + " img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self';"
                        + " object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'";

        @Override
        public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
            if (path(request).startsWith(BELOW)) {
                response.setHeader("Content-Security-Policy", POLICY);
            }
        }
    }
}
