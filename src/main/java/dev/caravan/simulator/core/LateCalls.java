package dev.caravan.simulator.core;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that take effect when their caller has gone, may have died, come back and looked: a network that keeps a
 * request for a while. Each is kept on disk and sent to this server again when its time has come.
 */
final class LateCalls {
    /** Marks a request that had its fault. */
    static final String HEADER = "caravan-simulator-late";

    private static final Logger log = LoggerFactory.getLogger(LateCalls.class);
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade", "http2-settings");

    private LateCalls() {}

    /**
     * Keeps a request; nobody will act on it if its body does not arrive whole.
     *
     * @param due waits until its time has come
     */
    static void keep(HttpServletRequest request, Runnable due) throws IOException {
        Path body = Files.createTempFile("simulator-request", ".bin");
        try {
            Files.copy(request.getInputStream(), body, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(body);
            throw e;
        }
        HttpRequest again = again(request, body);
        Thread thread = new Thread(
                () -> {
                    due.run();
                    send(again, body);
                },
                "simulator-late-call");
        thread.setDaemon(true);
        thread.start();
    }

    private static HttpRequest again(HttpServletRequest request, Path body) throws IOException {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        var uri = URI.create("http://127.0.0.1:" + request.getLocalPort() + request.getRequestURI() + query);
        HttpRequest.Builder again = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header(HEADER, "1")
                .method(
                        request.getMethod(),
                        Files.size(body) == 0 ? BodyPublishers.noBody() : BodyPublishers.ofFile(body));
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                Collections.list(request.getHeaders(name)).forEach(value -> again.header(name, value));
            }
        }
        return again.build();
    }

    private static void send(HttpRequest request, Path body) {
        try {
            int status = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.discarding())
                    .statusCode();
            log.info("Late {} {}: {}", request.method(), request.uri().getPath(), status);
        } catch (IOException e) {
            log.warn("Late {} {} failed: {}", request.method(), request.uri().getPath(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                Files.deleteIfExists(body);
            } catch (IOException e) {
                log.warn("{} could not be deleted: {}", body, e.toString());
            }
        }
    }
}
