package dev.caravan;

import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a folder in the inbox for every task, and at the first run drops the examples into them. */
final class Seed {
    private static final Logger LOG = LoggerFactory.getLogger(Seed.class);

    private final Path inbox;
    private final Tasks tasks;

    Seed(Path inbox, Tasks tasks) {
        this.inbox = inbox;
        this.tasks = tasks;
    }

    void folders() throws IOException {
        for (String task : tasks.byName().keySet()) {
            Files.createDirectories(inbox.resolve(task));
        }
    }

    /** @param examples task → file; one that is not there is passed over */
    void examples(Map<String, Path> examples) throws IOException {
        for (Map.Entry<String, Path> example : examples.entrySet()) {
            Path file = example.getValue();
            if (!tasks.byName().containsKey(example.getKey())) {
                LOG.warn("No example for \"{}\": there is no such task. Known: {}", example.getKey(), known());
            } else if (!Files.isRegularFile(file)) {
                LOG.warn("No example for {}: {} is not there", example.getKey(), file.toAbsolutePath());
            } else {
                drop(file, inbox.resolve(example.getKey()));
            }
        }
    }

    private static void drop(Path file, Path folder) throws IOException {
        Path growing = folder.resolve("." + file.getFileName() + ".tmp");
        Path target = folder.resolve(file.getFileName());
        Files.copy(file, growing, StandardCopyOption.REPLACE_EXISTING);
        Files.move(growing, target, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("First run: {} was dropped into {}", file, folder);
    }

    private String known() {
        return String.join(", ", tasks.byName().keySet().stream().sorted().toList());
    }
}
