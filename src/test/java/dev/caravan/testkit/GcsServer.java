package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Google Cloud Storage over HTTP, as strict as the real one: JSON API with generations, preconditions, paging, ranges,
 * rewrites in steps and resumable uploads. Every call needs a token, which {@link #client()} has and
 * {@link #serviceAccount} earns.
 */
public final class GcsServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "gcs-server"));
    private final GcsObjects objects = new GcsObjects();
    private final GcsUploads uploads = new GcsUploads(objects);
    private final GcsRewrites rewrites = new GcsRewrites(objects);
    private final GcsTokens tokens = new GcsTokens();
    private final AtomicInteger breakOff = new AtomicInteger();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** @param buckets made at start */
    public GcsServer(String... buckets) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        for (String bucket : buckets) {
            objects.addBucket(bucket);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** For the setting {@code endpoint}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The real client. Its retries are the library's own. */
    public Storage client() {
        return StorageOptions.newBuilder()
                .setHost(endpoint().toString())
                .setProjectId("test")
                .setCredentials(OAuth2Credentials.create(new AccessToken(tokens.token(), new Date(Long.MAX_VALUE / 2))))
                .build()
                .getService();
    }

    /** Writes the key file of a service account whose tokens this server gives out. */
    public Path serviceAccount(Path file) throws IOException {
        return tokens.write(file, endpoint());
    }

    /** What every call must bear. */
    public String token() {
        return tokens.token();
    }

    /** The next whole object breaks off after so many bytes. */
    public void breakOff(int bytes) {
        breakOff.set(bytes);
    }

    /** Calls so far, as {@code GET /storage/v1/b/bucket/o}, without parameters. */
    public List<String> calls() {
        return calls;
    }

    /** Resumable uploads that were begun and neither ended nor cancelled. */
    public int unfinishedUploads() {
        return uploads.unfinished();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
            try {
                GcsCall call = new GcsCall(exchange);
                if (call.path.equals(List.of("token"))) {
                    tokens.grant(call);
                } else {
                    tokens.check(call);
                    route(call);
                }
            } catch (GcsError e) {
                error(exchange, e);
            } catch (RuntimeException e) {
                error(exchange, new GcsError(500, "backendError", e.toString()));
            }
        }
    }

    private void route(GcsCall call) throws IOException {
        List<String> path = call.path;
        int size = path.size();
        if (size == 6 && path.subList(0, 4).equals(List.of("upload", "storage", "v1", "b"))) {
            uploads.handle(call, path.get(4));
        } else if (size >= 4 && path.subList(0, 3).equals(List.of("download", "storage", "v1"))) {
            object(call, path.get(4), path.get(6));
        } else if (size < 3 || !path.subList(0, 3).equals(List.of("storage", "v1", "b"))) {
            throw new GcsError(404, "notFound", "Not Found");
        } else if (size == 3) {
            JsonNode bucket = call.json();
            objects.addBucket(bucket.path("name").asText());
            call.answer(bucket);
        } else if (size == 4) {
            bucket(call, path.get(3));
        } else if (size == 5) {
            call.answer(objects.list(call, path.get(3)));
        } else if (size == 6) {
            object(call, path.get(3), path.get(5));
        } else if (size == 11) {
            rewrites.handle(call);
        } else {
            throw new GcsError(404, "notFound", "Not Found");
        }
    }

    private void bucket(GcsCall call, String bucket) throws IOException {
        if (!objects.hasBucket(bucket)) {
            throw new GcsError(404, "notFound", "The specified bucket does not exist.");
        }
        call.answer(
                GcsObject.JSON.createObjectNode().put("kind", "storage#bucket").put("name", bucket));
    }

    private void object(GcsCall call, String bucket, String name) throws IOException {
        switch (call.method()) {
            case "GET" -> {
                GcsObject found = objects.get(call, bucket, name);
                if (call.text("alt", "json").equals("media")) {
                    GcsMedia.send(call, found, breakOff.getAndSet(0));
                } else {
                    call.answer(found.resource());
                }
            }
            case "DELETE" -> {
                objects.delete(call, bucket, name);
                call.answer(204, new byte[0], "");
            }
            case "PATCH" ->
                call.answer(objects.patch(call, bucket, name, call.json()).resource());
            case "POST" -> {
                if (!"PATCH".equals(call.header("X-HTTP-Method-Override"))) {
                    throw new GcsError(405, "methodNotAllowed", call.method());
                }
                call.answer(objects.patch(call, bucket, name, call.json()).resource());
            }
            default -> throw new GcsError(405, "methodNotAllowed", call.method());
        }
    }

    private static void error(HttpExchange exchange, GcsError e) throws IOException {
        ObjectNode json = GcsObject.JSON.createObjectNode();
        ObjectNode error = json.putObject("error").put("code", e.status).put("message", e.getMessage());
        error.putArray("errors")
                .addObject()
                .put("message", e.getMessage())
                .put("domain", "global")
                .put("reason", e.reason);
        byte[] bytes = json.toString().getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(e.status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
