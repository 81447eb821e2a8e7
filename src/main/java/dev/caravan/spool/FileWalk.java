package dev.caravan.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The regular files below a folder in which others are at work: unlike with {@link Files#walk} it is no error that one goes
 * meanwhile. Links are not followed. Of each folder on the way down one entry is in memory.
 */
final class FileWalk extends Spliterators.AbstractSpliterator<Path> implements AutoCloseable {
    private final Path leftOut;
    private final Deque<Folder> open = new ArrayDeque<>();

    private record Folder(DirectoryStream<Path> entries, Iterator<Path> rest) {}

    private FileWalk(Path leftOut) {
        super(Long.MAX_VALUE, Spliterator.DISTINCT | Spliterator.NONNULL);
        this.leftOut = leftOut;
    }

    /** @param leftOut a folder whose files are not wanted; the stream is to be closed */
    static Stream<Path> below(Path folder, Path leftOut) throws IOException {
        FileWalk walk = new FileWalk(leftOut);
        walk.enter(folder);
        return StreamSupport.stream(walk, false).onClose(walk::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Path> action) {
        try {
            while (!open.isEmpty()) {
                if (!open.peek().rest().hasNext()) {
                    open.pop().entries().close();
                    continue;
                }
                Path entry = open.peek().rest().next();
                Optional<BasicFileAttributes> found = attributes(entry);
                if (found.isPresent() && found.get().isRegularFile()) {
                    action.accept(entry);
                    return true;
                }
                if (found.isPresent() && found.get().isDirectory() && !entry.equals(leftOut)) {
                    enter(entry);
                }
            }
            return false;
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<BasicFileAttributes> attributes(Path entry) throws IOException {
        try {
            return Optional.of(Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return Optional.empty();
        }
    }

    private void enter(Path folder) throws IOException {
        try {
            DirectoryStream<Path> entries = Files.newDirectoryStream(folder);
            open.push(new Folder(entries, entries.iterator()));
        } catch (NoSuchFileException | NotDirectoryException gone) {
            // Then there is nothing in it.
        }
    }

    @Override
    public void close() {
        for (Folder folder : open) {
            try {
                folder.entries().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        open.clear();
    }
}
