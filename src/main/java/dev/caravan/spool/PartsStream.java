package dev.caravan.spool;

import dev.caravan.bucket.BucketStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads the parts of a grown object one after the other. */
final class PartsStream extends InputStream {
    private final BucketStore store;
    private final List<GrownParts.Part> parts;
    private int part;
    private InputStream current = InputStream.nullInputStream();

    /** @param offset in the whole object; behind its end nothing is read */
    PartsStream(BucketStore store, List<GrownParts.Part> parts, long offset) {
        this.store = store;
        this.parts = parts;
        while (part < parts.size() && parts.get(part).offset() + parts.get(part).size() <= offset) {
            part++;
        }
        if (part < parts.size()) {
            open(offset - parts.get(part).offset());
        }
    }

    private void open(long from) {
        current = store.open(parts.get(part).key(), null, from);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        int n = current.read(target, from, count);
        while (n < 0 && part + 1 < parts.size()) {
            part++;
            open(0);
            n = current.read(target, from, count);
        }
        return n;
    }
}
