package dev.caravan.publish;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Makes files that appear whole, durable, and never in place of another. */
final class WholeFile {
    private static final int BUFFER = 1 << 16;

    private WholeFile() {}

    /** Writes the bytes of a file; called once. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Whether two files hold the same. */
    @FunctionalInterface
    interface Same {
        boolean test(Path made, Path there) throws IOException;
    }

    /**
     * Writes a file of this name into the folder.
     *
     * @return false if it was there already and is the same
     * @throws PublicationAlarm if it was there and is not
     */
    static boolean write(Path folder, String name, Content content, Same same) throws IOException {
        Files.createDirectories(folder);
        Path target = folder.resolve(name);
        // The name is the same at every send, so what a crash leaves behind is written over.
        Path temporary = folder.resolve("." + name + ".tmp");
        try {
            fill(temporary, content);
            boolean isNew = appear(temporary, target, same);
            forceFolder(folder);
            return isNew;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void fill(Path temporary, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private static boolean appear(Path temporary, Path target, Same same) throws IOException {
        try {
            Files.createLink(target, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return sameOrAlarm(temporary, target, same);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // No hard links here. One writer per name makes look-then-rename as good.
            if (Files.exists(target)) {
                return sameOrAlarm(temporary, target, same);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }

    private static boolean sameOrAlarm(Path temporary, Path target, Same same) throws IOException {
        if (!same.test(temporary, target)) {
            throw new PublicationAlarm(target + " exists with other content. It was left as it is, and nothing was"
                    + " written. Move it away if it is not wanted; it may come from another ledger");
        }
        return false;
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
