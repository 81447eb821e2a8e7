package dev.caravan.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A server that answers what a test says, one answer a call, and keeps what it was asked. */
final class ScriptedBedrock implements AutoCloseable {
    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

    /** @param headers name, value, name, value */
    private record Answer(int status, String body, String... headers) {}

    ScriptedBedrock() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Status 0 closes the connection without an answer. */
    ScriptedBedrock answer(int status, String body, String... headers) {
        answers.add(new Answer(status, body, headers));
        return this;
    }

    /** An error as Amazon has it. */
    ScriptedBedrock error(int status, String type) {
        return answer(status, "{\"message\":\"no\"}", "x-amzn-errortype", type + ":http://internal.amazon.com/");
    }

    /** Method, path and query of every call. */
    List<String> asked() {
        return asked;
    }

    String lastBody() {
        return bodies.get(bodies.size() - 1);
    }

    private void serve(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        Answer answer = answers.remove();
        if (answer.status() > 0) {
            for (int i = 0; i < answer.headers().length; i += 2) {
                exchange.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
            }
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
