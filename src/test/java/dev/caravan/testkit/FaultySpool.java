package dev.caravan.testkit;

import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A spool that refuses what a test tells it to refuse, as a full disk does or a bucket that is out of order. */
public final class FaultySpool implements Spool {
    private final Spool spool;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    /** What is refused. {@code WRITE} and {@code READ} break off in the middle, {@code COMMIT} when all is written. */
    public enum Call {
        WRITE,
        COMMIT,
        OPEN,
        READ,
        LOOK,
        DELETE
    }

    private static final class Fault {
        private final Call call;
        private final Pattern path;
        private final Supplier<IOException> error;
        private int left;

        Fault(Call call, Pattern path, int times, Supplier<IOException> error) {
            this.call = call;
            this.path = path;
            this.left = times;
            this.error = error;
        }
    }

    public FaultySpool(Spool spool) {
        this.spool = spool;
    }

    /** Refuses the next calls of this kind for objects whose path is like that. */
    public synchronized void refuse(Call call, String path, int times, Supplier<IOException> error) {
        faults.add(new Fault(call, Pattern.compile(path), times, error));
    }

    public static IOException full() {
        return new IOException("No space left on device");
    }

    /** What was refused so far: {@code WRITE drops/1/segment-1.jsonl.zst}. */
    public List<String> refused() {
        return refused;
    }

    /** How many refusals are still to come. */
    public synchronized int left() {
        return faults.stream().mapToInt(fault -> fault.left).sum();
    }

    private synchronized void check(Call call, String path) throws IOException {
        for (Fault fault : faults) {
            if (fault.call == call && fault.left > 0 && fault.path.matcher(path).find()) {
                fault.left--;
                refused.add(call + " " + path);
                throw fault.error.get();
            }
        }
    }

    @Override
    public SpoolWriter create(String path) throws IOException {
        return new Writer(spool.create(path), path);
    }

    @Override
    public SpoolWriter grow(String path) throws IOException {
        return new Writer(spool.grow(path), path);
    }

    @Override
    public void take(Path from, String path) throws IOException {
        check(Call.WRITE, path);
        spool.take(from, path);
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        check(Call.OPEN, path);
        return new FilterInputStream(spool.open(path, offset)) {
            private boolean begun;

            @Override
            public int read(byte[] bytes, int start, int length) throws IOException {
                if (begun) {
                    check(Call.READ, path);
                }
                begun = true;
                return in.read(bytes, start, Math.min(length, 100));
            }
        };
    }

    @Override
    public void probe() throws IOException {
        check(Call.WRITE, "probe");
        spool.probe();
    }

    @Override
    public boolean exists(String path) throws IOException {
        check(Call.LOOK, path);
        return spool.exists(path);
    }

    @Override
    public long size(String path) throws IOException {
        check(Call.LOOK, path);
        return spool.size(path);
    }

    @Override
    public void delete(String path) throws IOException {
        check(Call.DELETE, path);
        spool.delete(path);
    }

    @Override
    public String identity() throws IOException {
        return spool.identity();
    }

    @Override
    public Stream<String> folders(String prefix) throws IOException {
        return spool.folders(prefix);
    }

    @Override
    public Optional<Instant> now() throws IOException {
        return spool.now();
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        check(Call.LOOK, prefix);
        return spool.list(prefix);
    }

    @Override
    public void removeUnfinished() throws IOException {
        spool.removeUnfinished();
    }

    private final class Writer extends SpoolWriter {
        private final SpoolWriter out;
        private final String path;

        Writer(SpoolWriter out, String path) {
            this.out = out;
            this.path = path;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length / 2);
            check(Call.WRITE, path);
            out.write(bytes, offset + length / 2, length - length / 2);
        }

        @Override
        public long position() {
            return out.position();
        }

        @Override
        public void force() throws IOException {
            out.force();
        }

        @Override
        public void commit() throws IOException {
            check(Call.COMMIT, path);
            out.commit();
        }

        @Override
        public String sha256() {
            return out.sha256();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
