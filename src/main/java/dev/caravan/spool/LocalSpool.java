package dev.caravan.spool;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A spool in a folder of a local file system. Objects in the making live in {@code .tmp} below it. */
public class LocalSpool implements Spool {
    /** Bytes of a probe: more than a full disk may have left over for a name. */
    private static final int PROBED = 64 << 10;

    private final Path root;
    private final Path temporary;

    /** @param root made when the first object is written */
    public LocalSpool(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.temporary = this.root.resolve(".tmp");
    }

    @Override
    public SpoolWriter create(String path) throws IOException {
        Path target = SpoolPath.below(root, path);
        refuseExisting(target, path);
        Durable.folders(folderOf(target));
        Durable.folders(temporary);
        return new OnceWriter(temporary.resolve(UUID.randomUUID().toString()), target);
    }

    @Override
    public SpoolWriter grow(String path) throws IOException {
        Path target = SpoolPath.below(root, path);
        Durable.folders(folderOf(target));
        return new GrowingWriter(target, folderOf(target));
    }

    @Override
    public void take(Path from, String path) throws IOException {
        Path target = SpoolPath.below(root, path);
        BasicFileAttributes before = regular(from);
        refuseExisting(target, path);
        Durable.folders(folderOf(target));
        try {
            move(from, target);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            copyThenDelete(from, path, before);
            return;
        }
        // The bytes may still be in the page cache of whoever wrote them.
        Durable.force(target);
        Durable.force(folderOf(target));
    }

    /** Replaced in tests by a move between file systems. */
    void move(Path from, Path target) throws IOException {
        Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private void copyThenDelete(Path from, String path, BasicFileAttributes before) throws IOException {
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

    @Override
    public InputStream open(String path, long offset) throws IOException {
        Path file = SpoolPath.below(root, path);
        regular(file);
        FileInputStream in = new FileInputStream(file.toFile());
        try {
            in.getChannel().position(offset);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.isRegularFile(SpoolPath.below(root, path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public long size(String path) throws IOException {
        return regular(SpoolPath.below(root, path)).size();
    }

    @Override
    public void delete(String path) throws IOException {
        Path file = SpoolPath.below(root, path);
        if (Files.deleteIfExists(file)) {
            Durable.force(folderOf(file));
        }
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        Path start = folder.isEmpty() ? root : SpoolPath.below(root, folder.substring(0, folder.length() - 1));
        if (!Files.isDirectory(start)) {
            return Stream.empty();
        }
        return FileWalk.below(start, temporary)
                .map(p -> root.relativize(p).toString().replace('\\', '/'))
                .filter(name -> name.startsWith(prefix));
    }

    @Override
    public Stream<String> folders(String prefix) throws IOException {
        Path start = SpoolPath.below(root, prefix.substring(0, prefix.length() - 1));
        return Files.isDirectory(start)
                ? Files.list(start)
                        .filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                        .map(p -> p.getFileName().toString())
                : Stream.empty();
    }

    @Override
    public String identity() throws IOException {
        Durable.folders(root);
        String number = Place.numberOf(root);
        return number.isEmpty() ? root.toString() : "folder " + number;
    }

    @Override
    public Optional<Instant> now() throws IOException {
        Durable.folders(temporary);
        Path probe = Files.createTempFile(temporary, "clock", "");
        try {
            return Optional.of(Files.getLastModifiedTime(probe).toInstant());
        } finally {
            Files.delete(probe);
        }
    }

    @Override
    public Optional<Instant> writtenAt(String path) throws IOException {
        Path file = SpoolPath.below(root, path);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                : Optional.empty();
    }

    @Override
    public void probe() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException(root + " is not there");
        }
        Durable.folders(temporary);
        Path probe = Files.createTempFile(temporary, "probe", "");
        try {
            Files.write(probe, new byte[PROBED]);
        } finally {
            Files.delete(probe);
        }
    }

    @Override
    public void removeUnfinished() throws IOException {
        if (!Files.isDirectory(temporary)) {
            return;
        }
        try (Stream<Path> left = Files.list(temporary)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static BasicFileAttributes regular(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is not a regular file (links, folders and pipes are refused)");
        }
        return attributes;
    }

    private static void refuseExisting(Path target, String path) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(path, null, "spool objects are written once");
        }
    }

    private static Path folderOf(Path target) throws NoSuchFileException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new NoSuchFileException(target.toString());
        }
        return parent;
    }
}
