package dev.caravan.route;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A program on this machine that is told of things. */
final class WebhookReceiver implements AutoCloseable {
    final List<Sent> sent = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final ExecutorService hands = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile boolean hangs;
    private volatile @Nullable String elsewhere;

    record Sent(String body, Map<String, List<String>> headers) {
        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::handle);
        server.setExecutor(hands);
        server.start();
    }

    String url(String host) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/told";
    }

    void answer(int with) {
        status = with;
    }

    void redirect(String to) {
        elsewhere = to;
        status = 307;
    }

    /** Takes what is sent and never answers. */
    void hang() {
        hangs = true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        sent.add(new Sent(body, Map.copyOf(exchange.getRequestHeaders())));
        if (hangs) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String to = elsewhere;
        if (to != null) {
            exchange.getResponseHeaders().set("Location", to);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        hands.shutdownNow();
    }
}
