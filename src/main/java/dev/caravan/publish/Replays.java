package dev.caravan.publish;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people asked to be sent again: an empty file in {@code data/replay} for each wish, named like the sink, or
 * {@code publication=<number>}, or {@code publication=<number>,sink=<name>}. It lies there until a running Caravan finds
 * it, so that the ledger is written by that process alone.
 */
public final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final Pattern SINK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final Pattern PUBLICATION = Pattern.compile("publication=([0-9]{1,18})(?:,sink=(.*))?");
    private static final int MOST = 1000;

    private final Path folder;
    private final Set<Path> complained = ConcurrentHashMap.newKeySet();

    public Replays(Path data) {
        this.folder = data.resolve("replay");
    }

    /** @param publication its number; null: what was given up for the sink; @param sink null: all sinks of the publication */
    public record Wish(@Nullable Long publication, @Nullable String sink) {
        public Wish {
            boolean named = sink == null || SINK.matcher(sink).matches();
            if (!named || (sink == null && publication == null)) {
                throw new IllegalArgumentException("Not the name of a sink");
            }
        }

        /** Null if the name of a file says no wish. */
        static @Nullable Wish of(String name) {
            Matcher publication = PUBLICATION.matcher(name);
            boolean numbered = publication.matches();
            String sink = numbered ? publication.group(2) : name;
            if (sink != null && !SINK.matcher(sink).matches()) {
                return null;
            }
            return new Wish(numbered ? Long.valueOf(publication.group(1)) : null, sink);
        }

        String file() {
            return publication == null
                    ? String.valueOf(sink)
                    : "publication=" + publication + (sink == null ? "" : ",sink=" + sink);
        }
    }

    /**
     * Leaves a wish; asking twice is asking once.
     *
     * @return the file
     */
    public Path ask(Wish wish) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(wish.file());
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException asked) {
            // It waits there.
        }
        return file;
    }

    /** What was asked for and not yet answered. */
    List<Wish> asked() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .map(Wish::of)
                    .filter(Objects::nonNull)
                    .limit(MOST)
                    .toList();
        } catch (IOException e) {
            complain(folder, "read", e);
            return List.of();
        }
    }

    /**
     * The question is answered when this returns true: nobody finds it again. To be called before the answer, so that a
     * process that dies in between has forgotten it and not answered it twice.
     */
    boolean take(Wish wish) {
        try {
            return Files.deleteIfExists(folder.resolve(wish.file()));
        } catch (IOException e) {
            complain(folder.resolve(wish.file()), "deleted", e);
            return false;
        }
    }

    /** Once, not at every look. */
    private void complain(Path file, String what, IOException e) {
        if (complained.add(file)) {
            LOG.warn("{} can't be {}: {}. Nothing is sent again because of it", file, what, Reasons.of(e));
        }
    }
}
