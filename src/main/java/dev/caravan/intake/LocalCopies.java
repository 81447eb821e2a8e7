package dev.caravan.intake;

import dev.caravan.spool.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Copies drops to the local disk, for formats that can't be read as a stream. */
public final class LocalCopies {
    private final Path folder;
    private final long most;

    /**
     * @param folder made when the first copy is
     * @param most bytes of one copy
     */
    public LocalCopies(Path folder, long most) {
        this.folder = folder;
        this.most = most;
    }

    /**
     * A copy that is gone when it is closed, and on most systems also when the process ends in any other way.
     *
     * @param bytes read to their end and left open
     * @throws UnreadableFileException if there are more than may be copied
     */
    public FileChannel of(InputStream bytes) throws IOException {
        Files.createDirectories(folder);
        FileChannel copy = FileChannel.open(
                folder.resolve(UUID.randomUUID() + ".copy"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        try {
            fill(copy, bytes);
            return copy;
        } catch (UnreadableFileException | RuntimeException e) {
            copy.close();
            throw e;
        } catch (IOException e) {
            copy.close();
            throw StorageException.ofFolder(folder, e);
        }
    }

    private void fill(FileChannel copy, InputStream bytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
            size += n;
            if (size > most) {
                throw new UnreadableFileException(
                        0,
                        "larger than " + most + " bytes unpacked, the most that is copied to be read"
                                + " (caravan.formats.copy.most-bytes)");
            }
            ByteBuffer part = ByteBuffer.wrap(buffer, 0, n);
            while (part.hasRemaining()) {
                copy.write(part);
            }
        }
    }
}
