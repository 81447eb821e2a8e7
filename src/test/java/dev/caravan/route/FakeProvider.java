package dev.caravan.route;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider on this machine that answers as it is told and remembers what it was asked. */
final class FakeProvider implements AutoCloseable {
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    record Asked(String call, Map<String, List<String>> headers, long bytes, String start) {}

    FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /** @param call e.g. {@code POST /v1/batches} */
    FakeProvider on(String call, HttpHandler answer) {
        answers.put(call, answer);
        return this;
    }

    FakeProvider on(String call, int status, String json) {
        return on(call, exchange -> send(exchange, status, json));
    }

    long count(String call) {
        return asked.stream().filter(one -> one.call().equals(call)).count();
    }

    static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        byte[] start = exchange.getRequestBody().readNBytes(4096);
        long bytes = start.length + exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        asked.add(new Asked(
                call, Map.copyOf(exchange.getRequestHeaders()), bytes, new String(start, StandardCharsets.UTF_8)));
        HttpHandler answer = answers.get(call);
        if (answer == null) {
            send(exchange, 404, "{\"error\":{\"message\":\"No such thing: " + call + "\",\"code\":null}}");
        } else {
            answer.handle(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
