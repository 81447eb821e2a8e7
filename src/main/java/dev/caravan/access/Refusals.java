package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/** What somebody gets to see who may not go on. */
final class Refusals {
    private Refusals() {}

    /** After the login, the page that was asked for first; never a fragment of one. */
    static RequestCache pagesAskedFor() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setMatchingRequestParameterName(null);
        cache.setRequestMatcher(request -> request.getMethod().equals("GET")
                && !isFragment(request)
                && String.valueOf(request.getHeader("Accept")).contains(MediaType.TEXT_HTML_VALUE));
        return cache;
    }

    private static boolean isFragment(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }

    /** A script would follow a redirect and put the login into the middle of a page. */
    static final class ToLogin implements AuthenticationEntryPoint {
        @Override
        public void commence(
                HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
                throws IOException {
            String login = request.getContextPath() + "/login";
            if (isFragment(request)) {
                response.setHeader("HX-Redirect", login);
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            } else if (HawtioDoor.reads(request)) {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            } else {
                response.sendRedirect(login);
            }
        }
    }

    static final class WrongPassword implements AuthenticationFailureHandler {
        @Override
        public void onAuthenticationFailure(
                HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
                throws IOException {
            String why = exception instanceof LockedException ? "wait" : "wrong";
            response.sendRedirect(request.getContextPath() + "/login?" + why);
        }
    }

    /** A form of an ended session is no offence: its owner logs in again. */
    static final class NotThisPerson implements AccessDeniedHandler {
        @Override
        public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
                throws IOException {
            if (exception instanceof CsrfException && nobodyIsLoggedIn()) {
                new ToLogin().commence(request, response, new LockedException("The session has ended"));
            } else {
                response.sendError(HttpServletResponse.SC_FORBIDDEN);
            }
        }

        private static boolean nobodyIsLoggedIn() {
            Authentication login = SecurityContextHolder.getContext().getAuthentication();
            return login == null || !(login.getPrincipal() instanceof Person);
        }
    }

    /** Nobody, or not whom he says he is. */
    static final class NoProgram implements AuthenticationEntryPoint {
        private final boolean passwordsCount;

        NoProgram(boolean passwordsCount) {
            this.passwordsCount = passwordsCount;
        }

        @Override
        public void commence(
                HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
                throws IOException {
            if (exception instanceof LockedException) {
                Problem.of(HttpStatus.TOO_MANY_REQUESTS, String.valueOf(exception.getMessage()))
                        .write(request, response);
            } else if (exception instanceof InternalAuthenticationServiceException) {
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(exception.getMessage()))
                        .write(request, response);
            } else {
                if (passwordsCount) {
                    response.setHeader("WWW-Authenticate", "Basic realm=\"Caravan\", charset=\"UTF-8\"");
                }
                boolean key = exception instanceof BadCredentialsException && !isBasic(request);
                String why = key ? String.valueOf(exception.getMessage()) : what();
                Problem.of(HttpStatus.UNAUTHORIZED, why).write(request, response);
            }
        }

        private String what() {
            return passwordsCount
                    ? "Send an API key (x-api-key), or name and password of a user of config/users.yaml (HTTP Basic)"
                    : "Send an API key (x-api-key); passwords do not count here (oidc: local in config/users.yaml)";
        }

        private static boolean isBasic(HttpServletRequest request) {
            return String.valueOf(request.getHeader("Authorization"))
                    .toLowerCase(Locale.ROOT)
                    .startsWith("basic");
        }
    }

    static final class NotThisProgram implements AccessDeniedHandler {
        @Override
        public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
                throws IOException {
            Problem.of(HttpStatus.FORBIDDEN, "The roles of this user or key do not allow it")
                    .write(request, response);
        }
    }
}
