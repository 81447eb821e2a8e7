package dev.caravan.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Says yes like S3 to an upload in parts and keeps none of its bytes: for objects larger than any test's memory. */
final class DevNullBucket implements AutoCloseable {
    private final HttpServer server;
    private final AtomicLong largest = new AtomicLong();
    private final AtomicInteger completed = new AtomicInteger();

    DevNullBucket() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** In bytes, of what came as one request. */
    long largestPart() {
        return largest.get();
    }

    int completed() {
        return completed.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream in = exchange.getRequestBody()) {
            long size = in.transferTo(OutputStream.nullOutputStream());
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> exchange.sendResponseHeaders(404, -1);
                case "GET" -> xml(exchange, "<ListMultipartUploadsResult/>");
                case "POST" -> {
                    boolean begins = query.startsWith("uploads");
                    completed.addAndGet(begins ? 0 : 1);
                    xml(
                            exchange,
                            begins
                                    ? "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
                                    : "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>");
                }
                case "PUT" -> {
                    largest.accumulateAndGet(size, Math::max);
                    exchange.getResponseHeaders().set("ETag", "\"part\"");
                    exchange.sendResponseHeaders(200, -1);
                }
                default -> exchange.sendResponseHeaders(405, -1);
            }
        }
    }

    private static void xml(HttpExchange exchange, String body) throws IOException {
        exchange.sendResponseHeaders(200, body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
