package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;

/** What programs reach with an API key alone, and where errors have OpenAI's shape: {@code /v1} and the operations in real time. */
public final class KeyPaths {
    private static final String BELOW = "/v1/";

    /** The operations that answer at once. */
    static final List<String> OPERATIONS = List.of("/extract", "/summarization/abstractive", "/classify");

    private KeyPaths() {}

    /** The same as patterns of Spring. */
    static String[] patterns() {
        return Stream.concat(Stream.of(BELOW + "**"), OPERATIONS.stream()).toArray(String[]::new);
    }

    /** Whether this request is for one of them. */
    public static boolean has(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.startsWith(BELOW) || OPERATIONS.contains(path);
    }
}
