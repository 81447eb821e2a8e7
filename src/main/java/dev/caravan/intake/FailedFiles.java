package dev.caravan.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Puts files that can't be taken or read into {@code .failed}, with {@code <name>.reason.txt} beside each. Nothing there is
 * ever replaced: a second file of a name gets a number.
 */
final class FailedFiles {
    private static final int MAX_NAME_BYTES = 200;

    private FailedFiles() {}

    /** Moves a file (or link) there. Returns where it is now. */
    static Path move(Path file, Path folder, String reason) throws IOException {
        Path name = file.getFileName();
        Path target = reserve(folder, name == null ? "file" : name.toString(), reason, false);
        Files.move(file, target);
        return target;
    }

    /** Writes a file there; it appears whole. Nothing happens if it is there with the same reason. Returns where it is. */
    static Path copy(InputStream bytes, String name, Path folder, String reason) throws IOException {
        Path target = reserve(folder, name, reason, true);
        if (Files.exists(target)) {
            return target;
        }
        Path growing = folder.resolve("." + target.getFileName() + ".part");
        Files.deleteIfExists(growing);
        try {
            Files.copy(bytes, growing);
            Files.move(growing, target);
        } finally {
            Files.deleteIfExists(growing);
        }
        return target;
    }

    // The reason is written first and reserves the name; an equal reason without its file is left from a crash.
    private static Path reserve(Path folder, String name, String reason, boolean once) throws IOException {
        Files.createDirectories(folder);
        String safe = safeName(name);
        int dot = safe.indexOf('.', 1);
        String stem = dot < 0 ? safe : safe.substring(0, dot);
        String ending = dot < 0 ? "" : safe.substring(dot);
        for (int i = 1; ; i++) {
            Path target = folder.resolve(i == 1 ? safe : stem + "-" + i + ending);
            Path note = folder.resolve(target.getFileName() + ".reason.txt");
            boolean taken = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            if (!taken || once && Files.exists(note)) {
                try {
                    Files.writeString(note, reason, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
                    return target;
                } catch (FileAlreadyExistsException e) {
                    if (Files.readString(note, StandardCharsets.UTF_8).equals(reason)) {
                        return target;
                    }
                }
            }
        }
    }

    /** A name without control characters, short enough to get a number and an ending. */
    static String safeName(String name) {
        StringBuilder safe = new StringBuilder();
        int bytes = 0;
        for (int c : name.codePoints().toArray()) {
            int shown = Character.isISOControl(c) || c == '/' || c == '\\' ? '_' : c;
            bytes += Character.toString(shown).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_NAME_BYTES) {
                break;
            }
            safe.appendCodePoint(shown);
        }
        return safe.isEmpty() || safe.charAt(0) == '.' ? "_" + safe : safe.toString();
    }
}
