package dev.caravan.testkit;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes of an object, whole or one range of them. */
final class GcsMedia {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private GcsMedia() {}

    /** @param breakOff after how many bytes a whole object breaks off; 0 for never */
    static void send(GcsCall call, GcsObject object, int breakOff) throws IOException {
        var headers = call.exchange.getResponseHeaders();
        headers.set("x-goog-generation", String.valueOf(object.generation()));
        headers.set("x-goog-metageneration", String.valueOf(object.metageneration()));
        headers.set("x-goog-stored-content-length", String.valueOf(object.bytes().length));
        headers.set("x-goog-stored-content-encoding", "identity");
        headers.add("x-goog-hash", "crc32c=" + object.crc32c());
        headers.add("x-goog-hash", "md5=" + object.md5());
        headers.set("ETag", object.etag());
        String range = call.header("Range");
        if (breakOff > 0 && object.bytes().length > breakOff) {
            call.exchange.sendResponseHeaders(200, object.bytes().length);
            call.exchange.getResponseBody().write(object.bytes(), 0, breakOff);
            return;
        }
        if (range == null) {
            call.answer(200, object.bytes(), object.contentType());
            return;
        }
        Matcher asked = RANGE.matcher(range);
        if (!asked.matches()) {
            throw GcsError.invalid("Range " + range);
        }
        long size = object.bytes().length;
        long from = Long.parseLong(asked.group(1));
        long to = asked.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(asked.group(2)) + 1);
        if (from >= size || to <= from) {
            headers.set("Content-Range", "bytes */" + size);
            throw new GcsError(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
        }
        headers.set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
        call.answer(206, Arrays.copyOfRange(object.bytes(), (int) from, (int) to), object.contentType());
    }
}
