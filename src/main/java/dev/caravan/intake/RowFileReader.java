package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.spool.Spool;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RowFileWriter} has written, but for the keys. */
final class RowFileReader implements Closeable {
    private final String path;
    private final DataInputStream in;
    private final String segment;
    private final List<Drops.Refusal> refusals = new ArrayList<>();

    RowFileReader(Spool spool, String path) throws IOException {
        this.path = path;
        this.in = new DataInputStream(new BufferedInputStream(spool.open(path, 0), 1 << 16));
        try {
            this.segment = text();
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** A frame of the segment. */
    record Frame(long offset, List<Drops.Row> rows) {}

    String segment() {
        return segment;
    }

    /** Goes to the next frame; null if there is none. */
    @Nullable
    Frame next() throws IOException {
        while (true) {
            int kind = in.read();
            if (kind == RowFileWriter.FRAME) {
                return frame();
            } else if (kind == RowFileWriter.REFUSAL) {
                refusals.add(new Drops.Refusal(in.readLong(), text(), text()));
            } else if (kind == RowFileWriter.END) {
                return null;
            } else {
                throw new IOException("The spool has something else at " + path + " than was written there");
            }
        }
    }

    private Frame frame() throws IOException {
        long offset = in.readLong();
        int count = in.readInt();
        List<Drops.Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(new Drops.Row(text(), in.readLong(), in.readLong()));
        }
        return new Frame(offset, rows);
    }

    private String text() throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** All refusals between the frames passed over, and behind the last one after {@link #next} has returned null. */
    List<Drops.Refusal> refusals() {
        return refusals;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
