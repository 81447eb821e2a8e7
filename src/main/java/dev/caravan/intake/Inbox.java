package dev.caravan.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The folder that takes files for every task: {@code <inbox>/<task>/}, folders below it included. Ignored, because
 * something is still being written or was put away: every file and folder whose name starts with {@code .} (so also
 * {@code .failed}), and files ending in {@code .part}, {@code .tmp}, {@code .filepart} or {@code .crdownload}.
 */
public final class Inbox {
    static final String FAILED = ".failed";
    private static final List<String> IN_PROGRESS = List.of(".part", ".tmp", ".filepart", ".crdownload");
    private final Path root;

    public Inbox(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Whether no file waits in the folder of any task, known or unknown. */
    public boolean isEmpty() {
        if (!Files.isDirectory(root)) {
            return true;
        }
        boolean[] found = new boolean[1];
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean skip = !folder.equals(root) && isIgnored(nameOf(folder));
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found[0] = !root.equals(file.getParent()) && Files.isRegularFile(file) && !isIgnored(nameOf(file));
                    return found[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Can't look into the inbox " + root, e);
        }
        return !found[0];
    }

    /** Whether files of this name are left alone. */
    public static boolean isIgnored(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(".") || IN_PROGRESS.stream().anyMatch(lower::endsWith);
    }

    /** Where files of a task go that can't be read. */
    Path failed(String task) {
        return root.resolve(task).resolve(FAILED);
    }

    /** Where a file goes that can't be taken: beside the folder of its task, or beside itself outside the inbox. */
    Path failedFor(Path file) {
        String task = taskOf(file);
        if (task != null) {
            return failed(task);
        }
        Path folder = file.getParent();
        return (folder == null ? root : folder).resolve(FAILED);
    }

    /** The folder directly below the inbox in which the file lies; null if there is none. */
    @Nullable
    String taskOf(Path file) {
        if (!file.startsWith(root)) {
            return null;
        }
        Path below = root.relativize(file);
        return below.getNameCount() < 2 ? null : below.getName(0).toString();
    }

    /** The path below the folder of its task, for a file that has one. */
    Path belowTask(Path file) {
        Path below = root.relativize(file);
        return below.subpath(1, below.getNameCount());
    }

    /** The first link on the way from the inbox to the file, or the file itself if it is one; null if there is none. */
    @Nullable
    Path linkTo(Path file) {
        Path step = file.startsWith(root) ? root : file.getParent();
        if (step == null) {
            return null;
        }
        for (Path name : step.relativize(file)) {
            step = step.resolve(name);
            if (Files.isSymbolicLink(step)) {
                return step;
            }
        }
        return null;
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
