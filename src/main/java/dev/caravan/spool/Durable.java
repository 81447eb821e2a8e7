package dev.caravan.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What has to reach the disk before a ledger row may name it: bytes, then the folder entry. */
final class Durable {
    private Durable() {}

    static void force(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a folder with all its parents, each entry durable in its own parent. */
    static void folders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            folders(parent);
        }
        Files.createDirectories(folder);
        if (parent != null) {
            force(parent);
        }
    }
}
