package dev.caravan.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A window on the bytes of a file that moves with the row that is read, for formats that need no text. Not thread-safe. */
public final class PlainBytes implements Closeable {
    /** A row that is longer is left to the parser of texts. */
    private static final int LONGEST = 1 << 20;

    private final InputStream in;
    private byte[] bytes = new byte[1 << 17];
    private int from;
    private int limit;
    private boolean ended;
    private @Nullable UnreadableFileException failure;

    /** @param in closed with this */
    public PlainBytes(InputStream in) {
        this.in = in;
    }

    /** Another array after more was read. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where what is not passed over begins. */
    public int from() {
        return from;
    }

    /** Where it ends that was read. */
    public int limit() {
        return limit;
    }

    /** Whether the limit is the end of the file. */
    public boolean isEnd() {
        return ended;
    }

    /** What lies before this is not needed any more. */
    public void passTo(int next) {
        from = next;
    }

    /** Reads more; false if there is no room for it, or what there is can't be read. */
    public boolean more() throws IOException {
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

    /** Everything that is not passed over, for a reader of another kind; closed in place of this. */
    public InputStream rest() {
        return new RestOfFile(bytes, from, limit, in, failure);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /**
     * How long the character is that begins here with a byte beyond ASCII: 2 to 4 bytes, 0 if it is not well-formed, -1 if it
     * goes on beyond {@code end}.
     */
    public static int character(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (size == 0) {
            return 0;
        }
        if (at + size > end) {
            return -1;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        boolean good = second >= least
                && second <= most
                && (size < 3 || follows(bytes[at + 2]))
                && (size < 4 || follows(bytes[at + 3]));
        return good ? size : 0;
    }

    private static boolean follows(byte b) {
        return (b & 0xC0) == 0x80;
    }
}
