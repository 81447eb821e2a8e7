package dev.caravan.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The key that Caravan makes for itself where nobody gives one: a file beside the ledger that only its owner may read. */
final class KeyFile {
    static final String NAME = "secrets.key";

    private final Path path;

    /** @param data folder that holds the ledger */
    KeyFile(Path data) {
        this.path = data.resolve("ledger").resolve(NAME);
    }

    Path path() {
        return path;
    }

    /**
     * The key in the file; empty if there is no file.
     *
     * @throws IOException if it can't be read, or holds no key
     */
    Optional<SealKey> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Optional<SealKey> key = SealKey.of(Files.readString(path, StandardCharsets.US_ASCII));
        if (key.isEmpty()) {
            throw new IOException(path + " holds no key of 32 bytes in base64");
        }
        return key;
    }

    /** The key in the file, which is made first if there is none; durable before anything is sealed with it. */
    SealKey make() {
        try {
            Optional<SealKey> known = read();
            return known.isPresent() ? known.get() : write(SealKey.fresh());
        } catch (IOException e) {
            throw new UncheckedIOException("The key of secrets can't be read or made: " + e.getMessage(), e);
        }
    }

    private SealKey write(SealKey key) throws IOException {
        Path next = path.resolveSibling(NAME + ".next");
        Files.deleteIfExists(next);
        try (FileChannel file = FileChannel.open(next, options(), onlyOwner())) {
            file.write(ByteBuffer.wrap((key.base64() + "\n").getBytes(StandardCharsets.US_ASCII)));
            file.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
            folder.force(true);
        }
        return key;
    }

    private static Set<StandardOpenOption> options() {
        return EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static FileAttribute<?>[] onlyOwner() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
    }
}
