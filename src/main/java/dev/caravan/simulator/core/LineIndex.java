package dev.caravan.simulator.core;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

/** The lines of a file by number, in any order; holds eight bytes a line. */
public final class LineIndex implements Closeable {
    private final FileChannel file;
    private final long[] starts;
    private final int count;

    private LineIndex(FileChannel file, long[] starts, int count) {
        this.file = file;
        this.starts = starts;
        this.count = count;
    }

    public static LineIndex open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        long[] starts = new long[1024];
        int count = 0;
        long position = 0;
        byte[] buffer = new byte[64 * 1024];
        InputStream in = Channels.newInputStream(file);
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    starts = count + 2 > starts.length ? Arrays.copyOf(starts, starts.length * 2) : starts;
                    starts[++count] = position + i + 1;
                }
            }
            position += n;
        }
        if (starts[count] < position) {
            starts = count + 2 > starts.length ? Arrays.copyOf(starts, starts.length * 2) : starts;
            starts[++count] = position + 1; // as if the last line ended with a line feed too
        }
        return new LineIndex(file, starts, count);
    }

    public int count() {
        return count;
    }

    /** Bytes of a line, its line feed not among them. */
    public long length(int line) {
        return starts[line + 1] - starts[line] - 1;
    }

    public byte[] read(int line) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) length(line));
        while (bytes.hasRemaining()) {
            if (file.read(bytes, starts[line] + bytes.position()) < 0) {
                throw new IOException("Line " + (line + 1) + " ends early");
            }
        }
        return bytes.array();
    }

    /** Every line once, in an order that depends on the seed alone. */
    int[] shuffled(long seed) {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        Random random = new Random(seed);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
