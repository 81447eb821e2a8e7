package dev.caravan.reload;

import dev.caravan.config.OwnFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the files that Caravan last started with, in {@code data/last-good/}, for their owner only: they may hold what others
 * must not read. A copy is whole or not there: {@code current} names its folder and is replaced at once.
 */
public final class LastGood {
    private static final long MOST_BYTES = 64L << 20;

    private final Path folder;

    public LastGood(Path data) {
        this.folder = data.resolve("last-good");
    }

    /** The copy there is. */
    public Optional<Trees> find() {
        try {
            Path copy =
                    folder.resolve(Files.readString(folder.resolve("current")).strip());
            return Files.isDirectory(copy) ? Optional.of(trees(copy)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + folder.resolve("current"), e);
        }
    }

    private static Trees trees(Path copy) {
        return new Trees(copy.resolve("config"), copy.resolve("routes"));
    }

    /**
     * Keeps a copy of these files in the place of the last one, if they are still what they were.
     *
     * @param digests of the files that Caravan runs with
     * @return false if they are others by now, or more than 64 MB: the last copy stays
     */
    public boolean keep(Trees files, Map<String, String> digests) throws IOException {
        Optional<Trees> last = find();
        if (last.isPresent() && last.get().digests().equals(digests)) {
            return true;
        }
        OwnFolder.make(folder);
        int number = 1;
        while (Files.exists(folder.resolve(String.valueOf(number)))) {
            number++;
        }
        Path copy = folder.resolve(String.valueOf(number));
        Files.createDirectory(copy);
        if (!copy(files, copy) || !trees(copy).digests().equals(digests)) {
            delete(copy);
            return false;
        }
        Path next = folder.resolve("next");
        Files.writeString(next, number + "\n", StandardCharsets.UTF_8);
        Files.move(next, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        deleteAllBut(copy);
        return true;
    }

    private static boolean copy(Trees files, Path to) {
        long[] bytes = {0};
        files.each((name, file, attributes) -> {
            bytes[0] += attributes.size();
            if (bytes[0] <= MOST_BYTES) {
                Path target = to.resolve(name);
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        });
        return bytes[0] <= MOST_BYTES;
    }

    private void deleteAllBut(Path copy) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> others = all.filter(path -> Files.isDirectory(path) && !path.equals(copy))
                    .toList();
            for (Path other : others) {
                delete(other);
            }
        }
    }

    private static void delete(Path copy) throws IOException {
        Files.walkFileTree(copy, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException trouble) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
