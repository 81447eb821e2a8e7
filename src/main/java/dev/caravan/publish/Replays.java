package dev.caravan.publish;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people asked to be sent again: an empty file in {@code data/replay} for each sink, named like the sink. It lies
 * there until a running Caravan finds it, so that the ledger is written by that process alone.
 */
public final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final Pattern SINK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final int MOST = 1000;

    private final Path folder;
    private final Set<Path> complained = ConcurrentHashMap.newKeySet();

    public Replays(Path data) {
        this.folder = data.resolve("replay");
    }

    /**
     * Asks for a sink; asking twice is asking once.
     *
     * @return the file
     */
    public Path ask(String sink) throws IOException {
        if (!SINK.matcher(sink).matches()) {
            throw new IllegalArgumentException("Not the name of a sink");
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(sink);
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException asked) {
            // It waits there.
        }
        return file;
    }

    /** The sinks that were asked for and not yet answered. */
    List<String> asked() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(SINK.asMatchPredicate())
                    .limit(MOST)
                    .sorted()
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
    boolean take(String sink) {
        try {
            return Files.deleteIfExists(folder.resolve(sink));
        } catch (IOException e) {
            complain(folder.resolve(sink), "deleted", e);
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
