package dev.caravan.spool;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A spool that says in a {@link StorageException} what is wrong with it, and what happens next. */
final class TellingSpool implements Spool {
    private final Spool spool;
    private final String where;
    private final @Nullable Path folder;
    private final Room room;

    /** @param folder of a spool on a disk; null for one in a bucket; @param room of the disks that are filled */
    TellingSpool(Spool spool, String where, @Nullable Path folder, Room room) {
        this.room = room;
        this.spool = spool;
        this.where = where;
        this.folder = folder;
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T telling(String what, String path, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (StorageException
                | NoSuchFileException
                | FileNotFoundException
                | FileAlreadyExistsException
                | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw told(what, path, e);
        }
    }

    private IOException told(String what, String path, IOException e) {
        IOException full = folder == null ? e : StorageException.ofFolder(folder, e);
        String why = full instanceof StorageException
                ? full.getMessage()
                : String.valueOf(e.getMessage()) + ". Caravan tries again by itself";
        return new StorageException("The spool " + where + " could not " + what + " " + path + ". " + why, e);
    }

    @Override
    public void needRoom() throws StorageException {
        room.need();
        spool.needRoom();
    }

    @Override
    public SpoolWriter create(String path) throws IOException {
        return telling("write", path, () -> new Writer(spool.create(path), path));
    }

    @Override
    public SpoolWriter grow(String path) throws IOException {
        return telling("write", path, () -> new Writer(spool.grow(path), path));
    }

    @Override
    public void take(Path from, String path) throws IOException {
        try {
            spool.take(from, path);
        } catch (IOException e) {
            // It may as well be the fault of the file.
            throw folder == null ? e : StorageException.ofFolder(folder, e);
        }
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        InputStream in = telling("read", path, () -> spool.open(path, offset));
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                return telling("read", path, in::read);
            }

            @Override
            public int read(byte[] bytes, int start, int length) throws IOException {
                return telling("read", path, () -> in.read(bytes, start, length));
            }
        };
    }

    @Override
    public boolean exists(String path) throws IOException {
        return telling("look for", path, () -> spool.exists(path));
    }

    @Override
    public long size(String path) throws IOException {
        return telling("look at", path, () -> spool.size(path));
    }

    @Override
    public void delete(String path) throws IOException {
        telling("delete", path, () -> {
            spool.delete(path);
            return true;
        });
    }

    @Override
    public String identity() throws IOException {
        return spool.identity();
    }

    @Override
    public Stream<String> folders(String prefix) throws IOException {
        return telling("list", prefix, () -> spool.folders(prefix));
    }

    @Override
    public Optional<Instant> writtenAt(String path) throws IOException {
        return telling("look at", path, () -> spool.writtenAt(path));
    }

    @Override
    public void probe() throws IOException {
        telling("write", "a probe", () -> {
            spool.probe();
            return true;
        });
    }

    @Override
    public Optional<Instant> now() throws IOException {
        return telling("look at", "the clock of the spool", spool::now);
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        return telling("list", prefix, () -> spool.list(prefix));
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

        private interface Step {
            void run() throws IOException;
        }

        private void write(Step step) throws IOException {
            telling("write", path, () -> {
                step.run();
                return true;
            });
        }

        @Override
        public void write(int b) throws IOException {
            write(() -> out.write(b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            write(() -> out.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            write(out::flush);
        }

        @Override
        public long position() {
            return out.position();
        }

        @Override
        public void force() throws IOException {
            write(out::force);
        }

        @Override
        public void commit() throws IOException {
            write(out::commit);
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
