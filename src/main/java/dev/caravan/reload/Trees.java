package dev.caravan.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The two folders that operators edit. Hidden files, and those that editors leave, are none of theirs. Links are followed: that
 * is how Kubernetes mounts them.
 */
public record Trees(Path config, Path routes) {
    private static final int DEEPEST = 8;

    /** What a look at the folders costs little to tell: names, sizes and times. */
    public String stamp() {
        StringBuilder stamp = new StringBuilder();
        each((name, file, attributes) -> stamp.append(name)
                .append(' ')
                .append(attributes.size())
                .append(' ')
                .append(attributes.lastModifiedTime().toMillis())
                .append('\n'));
        return stamp.toString();
    }

    /** A digest of each file's bytes, by its name below {@code config/} or {@code routes/}. */
    public Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        each((name, file, attributes) -> digests.put(name, digest(file)));
        return digests;
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** A file of the folders. */
    interface EachFile {
        void take(String name, Path file, BasicFileAttributes attributes) throws IOException;
    }

    void each(EachFile each) {
        walk("config", config, each);
        walk("routes", routes, each);
    }

    private record Found(Path file, BasicFileAttributes attributes) {}

    private static void walk(String name, Path folder, EachFile each) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Map<String, Found> files = new TreeMap<>();
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<Path>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                            return !dir.equals(folder) && isNone(dir)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && !isNone(file)) {
                                String key = name + "/"
                                        + folder.relativize(file).toString().replace('\\', '/');
                                files.put(key, new Found(file, attributes));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
            for (Map.Entry<String, Found> found : files.entrySet()) {
                each.take(
                        found.getKey(),
                        found.getValue().file(),
                        found.getValue().attributes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the files below " + folder, e);
        }
    }

    private static boolean isNone(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.startsWith("#") || name.endsWith("~") || name.endsWith(".swp");
    }

    /** For people. */
    @Override
    public String toString() {
        return config + " and " + routes;
    }
}
