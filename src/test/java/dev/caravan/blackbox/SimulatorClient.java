package dev.caravan.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** A running simulator. */
final class SimulatorClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    SimulatorClient(int port) {
        this.base = "http://127.0.0.1:" + port + "/simulator";
    }

    String base() {
        return base;
    }

    JsonNode bill() throws IOException, InterruptedException {
        var reply = http.send(HttpRequest.newBuilder(URI.create(base + "/bill")).build(), BodyHandlers.ofString());
        return new ObjectMapper().readTree(reply.body());
    }

    void clearFaults() throws IOException, InterruptedException {
        http.send(HttpRequest.newBuilder(URI.create(base + "/faults")).DELETE().build(), BodyHandlers.discarding());
    }

    void faults(String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + "/faults"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        var reply = http.send(request, BodyHandlers.ofString());
        if (reply.statusCode() / 100 != 2) {
            throw new AssertionError(reply.statusCode() + " " + reply.body());
        }
    }

    void settings(String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + "/settings"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        var reply = http.send(request, BodyHandlers.ofString());
        if (reply.statusCode() / 100 != 2) {
            throw new AssertionError(reply.statusCode() + " " + reply.body());
        }
    }
}
