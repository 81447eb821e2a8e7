package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Uploads in one request, and resumable ones in chunks of 256 KiB and their multiples. */
final class GcsUploads {
    private static final int CHUNK = 256 << 10;
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");
    private final GcsObjects objects;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    private static final class Session {
        final GcsCall start;
        final String bucket;
        final String name;
        final JsonNode resource;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Nullable
        GcsObject done;

        Session(GcsCall start, String bucket, String name, JsonNode resource) {
            this.start = start;
            this.bucket = bucket;
            this.name = name;
            this.resource = resource;
        }
    }

    GcsUploads(GcsObjects objects) {
        this.objects = objects;
    }

    int unfinished() {
        return (int) sessions.values().stream().filter(s -> s.done == null).count();
    }

    void handle(GcsCall call, String bucket) throws IOException {
        String type = call.text("uploadType", "");
        if (call.method().equals("POST") && type.equals("multipart")) {
            multipart(call, bucket);
        } else if (call.method().equals("POST") && type.equals("resumable")) {
            start(call, bucket);
        } else if (call.method().equals("PUT") && type.equals("resumable")) {
            resume(call);
        } else if (call.method().equals("DELETE") && type.equals("resumable")) {
            sessions.remove(call.text("upload_id", ""));
            call.answer(499, new byte[0], "");
        } else {
            throw GcsError.invalid("Unknown upload " + call.method() + " " + type);
        }
    }

    private void multipart(GcsCall call, String bucket) throws IOException {
        String type = String.valueOf(call.header("Content-Type"));
        int at = type.indexOf("boundary=");
        if (!type.startsWith("multipart/related") || at < 0) {
            throw GcsError.invalid("Expected multipart/related with a boundary, not " + type);
        }
        String boundary = "--" + type.substring(at + "boundary=".length()).replace("\"", "");
        String[] parts = new String(call.body(), ISO_8859_1).split(Pattern.quote(boundary), -1);
        if (parts.length != 4) {
            throw GcsError.invalid("Expected two parts, not " + (parts.length - 2));
        }
        JsonNode resource = GcsObject.JSON.readTree(content(parts[1]));
        String name = resource.path("name").asText(call.text("name", ""));
        call.answer(
                objects.insert(call, bucket, name, resource, content(parts[2])).resource());
    }

    private static byte[] content(String part) {
        int from = part.indexOf("\r\n\r\n") + 4;
        return part.substring(from, part.length() - 2).getBytes(ISO_8859_1);
    }

    private void start(GcsCall call, String bucket) throws IOException {
        JsonNode resource = call.json();
        String name = resource.path("name").asText(call.text("name", ""));
        objects.check(call, bucket, name);
        String id = "upload-" + ids.incrementAndGet();
        sessions.put(id, new Session(call, bucket, name, resource));
        String host = "http://" + call.header("Host");
        call.exchange
                .getResponseHeaders()
                .set("Location", host + "/upload/storage/v1/b/" + bucket + "/o?uploadType=resumable&upload_id=" + id);
        call.answer(200, new byte[0], "");
    }

    private void resume(GcsCall call) throws IOException {
        Session session = sessions.get(call.text("upload_id", ""));
        if (session == null) {
            throw GcsError.notFound("upload");
        }
        synchronized (session) {
            byte[] bytes = call.body();
            if (session.done != null) {
                call.answer(session.done.resource());
                return;
            }
            Matcher range = RANGE.matcher(String.valueOf(call.header("Content-Range")));
            if (!range.matches()) {
                throw GcsError.invalid("Failed to parse Content-Range header.");
            }
            append(session, range, bytes);
            boolean last = !range.group(3).equals("*") && Long.parseLong(range.group(3)) == session.bytes.size();
            if (last) {
                session.done = objects.insert(
                        session.start, session.bucket, session.name, session.resource, session.bytes.toByteArray());
                call.answer(session.done.resource());
                return;
            }
            if (session.bytes.size() > 0) {
                call.exchange.getResponseHeaders().set("Range", "bytes=0-" + (session.bytes.size() - 1));
            }
            call.answer(308, new byte[0], "");
        }
    }

    private static void append(Session session, Matcher range, byte[] bytes) throws IOException {
        if (range.group(1) == null) {
            return;
        }
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2)) + 1;
        int have = session.bytes.size();
        if (to - from != bytes.length || from > have) {
            throw GcsError.invalid("Invalid request. There were " + bytes.length + " byte(s) in the request body.");
        }
        if (range.group(3).equals("*") && to % CHUNK != 0) {
            throw GcsError.invalid("Chunks must be multiples of 256 KiB");
        }
        if (to > have) {
            session.bytes.write(Arrays.copyOfRange(bytes, (int) (have - from), bytes.length));
        }
    }
}
