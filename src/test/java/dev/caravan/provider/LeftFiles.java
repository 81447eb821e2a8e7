package dev.caravan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a simulator still has, read from its folder. */
final class LeftFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LeftFiles() {}

    /** Files that were uploaded or that a batch left, by name and purpose; of surfaces that delete batches these, too. */
    static List<String> in(Path simulator, boolean batches) throws IOException {
        List<String> left = new ArrayList<>();
        Files.walkFileTree(simulator, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".json")) {
                    left(file, batches).ifPresent(left::add);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException goneMeanwhile) {
                return FileVisitResult.CONTINUE;
            }
        });
        return left;
    }

    private static Optional<String> left(Path file, boolean batches) {
        JsonNode json;
        try {
            json = JSON.readTree(file.toFile());
        } catch (IOException goneMeanwhile) {
            return Optional.empty();
        }
        if (json.has("filename") && json.path("deletedAt").asLong() == 0) {
            return Optional.of(
                    json.path("purpose").asText() + " " + json.path("filename").asText());
        }
        boolean batch =
                batches && file.endsWith("job.json") && !json.path("deleted").asBoolean();
        return batch ? Optional.of("batch " + file.getParent().getFileName()) : Optional.empty();
    }
}
