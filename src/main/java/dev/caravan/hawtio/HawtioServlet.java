package dev.caravan.hawtio;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Hawtio's files, and what its page asks for first. */
final class HawtioServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILES = "hawtio-static";
    /** Which of its pages are there. */
    private static final String CONFIG = "/hawtconfig.json";

    /** No plugins, no login of its own, no connections to elsewhere: sessions and people are those of Caravan. */
    private static final Map<String, String> ANSWERS = Map.of(
            "/plugin", "[]",
            "/keycloak/enabled", "false",
            "/proxy/enabled", "false",
            "/preset-connections", "[]",
            "/auth/config", "{}",
            "/auth/config/session-timeout", "{}");

    private final transient Libraries libraries;

    HawtioServlet(Libraries libraries) {
        this.libraries = libraries;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null || path.equals("/login")) {
            response.sendRedirect(request.getContextPath() + "/hawtio/");
        } else if (path.equals("/auth/logout")) {
            // Where our own pages have it.
            response.sendRedirect(request.getContextPath() + "/");
        } else if (path.equals("/user")) {
            json(response, JSON.writeValueAsString(request.getUserPrincipal().getName()));
        } else if (ANSWERS.containsKey(path)) {
            json(response, ANSWERS.get(path));
        } else {
            // A place within the page is none of our files: the page finds it itself.
            boolean within = path.equals("/") || isPage(request) && path.indexOf('.') < 0;
            file(within ? "/index.html" : path, response);
        }
    }

    private static boolean isPage(HttpServletRequest request) {
        return String.valueOf(request.getHeader("Accept")).contains("text/html");
    }

    private static void json(HttpServletResponse response, String text) throws IOException {
        response.setContentType("application/json");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void file(String path, HttpServletResponse response) throws IOException {
        URL file = path.equals(CONFIG)
                ? HawtioServlet.class.getResource("/hawtio" + CONFIG)
                : path.endsWith("/") ? null : libraries.find(FILES + path);
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String type = getServletContext().getMimeType(path);
        response.setContentType(type == null ? "application/octet-stream" : type);
        try (InputStream in = file.openStream()) {
            in.transferTo(response.getOutputStream());
        }
    }
}
