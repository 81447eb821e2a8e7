package dev.caravan.intake.csv;

import dev.caravan.intake.UnreadableFileException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A window on the bytes of a file that moves with the row that is read. */
final class PlainBytes {
    /** A row that is longer is left to the parser of texts. */
    private static final int LONGEST = 1 << 20;

    private final InputStream in;
    private byte[] bytes = new byte[1 << 17];
    private int from;
    private int limit;
    private boolean ended;
    private @Nullable UnreadableFileException failure;

    PlainBytes(InputStream in) {
        this.in = in;
    }

    /** Another array after more was read. */
    byte[] bytes() {
        return bytes;
    }

    /** Where what is not passed over begins. */
    int from() {
        return from;
    }

    int limit() {
        return limit;
    }

    /** Whether the limit is the end of the file. */
    boolean isEnd() {
        return ended;
    }

    void passTo(int next) {
        from = next;
    }

    /** Reads more; false if there is no room for it, or what there is can't be read. */
    boolean more() throws IOException {
        int kept = limit - from;
        if (failure != null || kept == LONGEST) {
            return false;
        }
        byte[] window = kept == bytes.length ? new byte[kept * 2] : bytes;
        System.arraycopy(bytes, from, window, 0, kept);
        bytes = window;
        from = 0;
        limit = kept;
        try {
            int n = in.read(bytes, limit, bytes.length - limit);
            ended = n < 0;
            limit += Math.max(0, n);
            return true;
        } catch (UnreadableFileException e) {
            failure = e;
            return false;
        }
    }

    /** Everything that is not passed over. */
    InputStream rest() {
        return new RestOfFile(bytes, from, limit, in, failure);
    }

    void close() throws IOException {
        in.close();
    }
}
