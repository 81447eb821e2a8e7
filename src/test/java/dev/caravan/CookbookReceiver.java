package dev.caravan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A program of a reader of the cookbook that is told of things. */
final class CookbookReceiver implements AutoCloseable {
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    record Told(String body, Headers headers) {
        String header(String name) {
            return headers.getFirst(name);
        }
    }

    CookbookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            told.add(new Told(body, exchange.getRequestHeaders()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/told";
    }

    List<Told> told() {
        return told;
    }

    /** What the script of the page says of a notice with this body. */
    static String verdict(CookbookRig rig, String secret, Told told, String body) throws Exception {
        return rig.bash(
                "printf %s \"$BODY\" | ./verify-notice.sh \"$ID\" \"$AT\" \"$SIGNATURE\" && echo 0 || echo 1",
                "RESULTS_WEBHOOK_SECRET",
                secret,
                "BODY",
                body,
                "ID",
                told.header("webhook-id"),
                "AT",
                told.header("webhook-timestamp"),
                "SIGNATURE",
                told.header("webhook-signature"));
    }

    /** ID and total of an invoice of a published line. */
    static String total(String line) {
        try {
            JsonNode result = CookbookRig.JSON.readTree(line).path("result");
            return result.path("invoice_id").asText() + " "
                    + result.path("total").decimalValue().stripTrailingZeros().toPlainString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
