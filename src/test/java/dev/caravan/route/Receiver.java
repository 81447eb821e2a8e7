package dev.caravan.route;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint on this machine that takes every key once, as the contract of Idempotency-Key says. */
final class Receiver implements AutoCloseable {
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** Bodies by key, in the order of arrival. */
    final Map<String, String> taken = new LinkedHashMap<>();
    /** Answers to the next requests, before they are looked at. */
    final Deque<HttpHandler> instead = new ArrayDeque<>();

    private HttpServer server;
    private int port;

    record Asked(String call, Map<String, List<String>> headers) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : String.join(", ", values);
        }
    }

    Receiver() throws IOException {
        start();
    }

    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        port = server.getAddress().getPort();
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://localhost:" + port + "/results?tenant=a&kind=b";
    }

    /** @param headers names and values in turn */
    Receiver answer(int status, String words, String... headers) {
        instead.add(exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            send(exchange, status, words);
        });
        return this;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                Map.copyOf(exchange.getRequestHeaders())));
        HttpHandler other = instead.poll();
        if (other != null) {
            other.handle(exchange);
            return;
        }
        taken.putIfAbsent(exchange.getRequestHeaders().getFirst("Idempotency-Key"), body);
        send(exchange, 202, "");
    }

    private static void send(HttpExchange exchange, int status, String words) throws IOException {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
    }
}
