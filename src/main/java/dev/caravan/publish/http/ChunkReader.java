package dev.caravan.publish.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.publish.DeliveryInHand;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts the content into bodies of a bounded number of records and, but for a single large record, of bytes. */
final class ChunkReader {
    private static final int MOST_BYTES = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DeliveryInHand delivery;
    private final Form form;
    private final int records;
    private final Set<Long> outdated;
    private int at;
    private long offset;

    ChunkReader(DeliveryInHand delivery, Form form, int records) throws IOException {
        this.delivery = delivery;
        this.form = form;
        this.records = form == Form.RECORD ? 1 : records;
        this.outdated = new HashSet<>(delivery.outdated());
        try (InputStream in = open()) {
            while (at < delivery.getDone() && line(in) != null) {
                at++;
            }
        }
    }

    /** The next body; null when there is nothing more to send. */
    @Nullable
    Chunk next() throws IOException {
        int from = at;
        int kept = 0;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(bytes(form.before()));
        try (InputStream in = open()) {
            byte[] line = null;
            while (kept < records && body.size() < MOST_BYTES && (line = line(in)) != null) {
                at++;
                if (isOutdated(line)) {
                    continue;
                }
                body.writeBytes(kept == 0 ? new byte[0] : bytes(form.between()));
                body.writeBytes(line);
                kept++;
            }
        }
        body.writeBytes(bytes(form.after()));
        return kept == 0 ? null : new Chunk(body.toByteArray(), from, at, at - from - kept);
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(delivery.open(offset), 1 << 16);
    }

    private boolean isOutdated(byte[] line) throws IOException {
        return !outdated.isEmpty()
                && outdated.contains(JSON.readTree(line).path("record").longValue());
    }

    /** A line without its end; null at the end of the content. */
    private byte @Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = in.read(); one >= 0; one = in.read()) {
            offset++;
            if (one == '\n') {
                return line.toByteArray();
            }
            line.write(one);
        }
        return null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
