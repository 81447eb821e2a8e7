package dev.caravan.spool;

import dev.caravan.bucket.BucketStore;
import dev.caravan.bucket.BucketWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A spool below a prefix of a bucket at S3 or GCS. What {@link #create} makes is one object; what grows is a row of
 * objects, one for each {@link SpoolWriter#force()} ({@link GrownParts}), because objects can't grow.
 */
final class BucketSpool implements Spool {
    private final BucketStore store;
    private final GrownParts grown;

    BucketSpool(BucketStore store) {
        this.store = store;
        this.grown = new GrownParts(store);
    }

    @Override
    public SpoolWriter create(String path) throws IOException {
        try {
            if (exists(path)) {
                throw new FileAlreadyExistsException(path, null, "spool objects are written once");
            }
            return new ObjectWriter(store.create(path, Map.of()), path);
        } catch (NoSuchFileException e) {
            throw broken(path, e);
        }
    }

    @Override
    public SpoolWriter grow(String path) throws IOException {
        SpoolPath.check(path);
        store.delete(path, null);
        grown.delete(path);
        return new PartedWriter(grown, path);
    }

    @Override
    public void take(Path from, String path) throws IOException {
        BasicFileAttributes before = regular(from);
        try (SpoolWriter out = create(path)) {
            Files.copy(from, out);
            BasicFileAttributes after = regular(from);
            if (after.size() != before.size() || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
                throw new IOException(from + " changed while it was copied into the spool; it stays where it is");
            }
            out.commit();
        }
        Files.delete(from);
    }

    private static BasicFileAttributes regular(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is not a regular file (links, folders and pipes are refused)");
        }
        return attributes;
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        SpoolPath.check(path);
        Optional<InputStream> known = grown.openKnown(path, offset);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            return new FirstByte(store.open(path, null, offset));
        } catch (NoSuchFileException notOne) {
            return grown.open(path, offset).orElseThrow(() -> missing(path));
        }
    }

    @Override
    public boolean exists(String path) throws IOException {
        SpoolPath.check(path);
        return store.head(path).isPresent() || grown.size(path).isPresent();
    }

    @Override
    public long size(String path) throws IOException {
        SpoolPath.check(path);
        var object = store.head(path);
        if (object.isPresent()) {
            return object.get().size();
        }
        OptionalLong size = grown.size(path);
        return size.orElseThrow(() -> missing(path));
    }

    private NoSuchFileException missing(String path) {
        return new NoSuchFileException(store.uri(path), null, "not in the spool");
    }

    @Override
    public void delete(String path) throws IOException {
        SpoolPath.check(path);
        store.delete(path, null);
        grown.delete(path);
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        return new SpoolListing(store, prefix).paths();
    }

    @Override
    public String identity() {
        return store.uri("");
    }

    @Override
    public Optional<Instant> writtenAt(String path) throws IOException {
        SpoolPath.check(path);
        return store.writtenAt(path);
    }

    @Override
    public void probe() throws IOException {
        try {
            // Of an object that is not there nobody says whether its bucket is.
            store.list("", null, 1);
        } catch (IOException e) {
            throw broken("anything", e);
        }
    }

    @Override
    public void removeUnfinished() throws IOException {
        store.abortUploads("");
    }

    static IOException broken(String path, IOException e) {
        // A missing bucket must not look like a missing file to whoever brings one.
        return e instanceof NoSuchFileException
                ? new IOException("The spool can't write " + path + ": " + e.getMessage(), e)
                : e;
    }

    /** An object that appears whole at commit. */
    private static final class ObjectWriter extends SpoolWriter {
        private final BucketWriter out;
        private final String path;

        ObjectWriter(BucketWriter out, String path) {
            this.out = out;
            this.path = path;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw broken(path, e);
            }
        }

        @Override
        public long position() {
            return out.position();
        }

        @Override
        public void force() {
            // Nobody can see an object before its commit, which makes all of it durable.
        }

        @Override
        public void commit() throws IOException {
            try {
                out.commit();
            } catch (IOException e) {
                throw broken(path, e);
            }
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
