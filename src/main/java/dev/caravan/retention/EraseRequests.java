package dev.caravan.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people asked to be erased: a file in {@code data/erase} for each, until a running Caravan has it in its ledger. */
public final class EraseRequests {
    private static final Logger LOG = LoggerFactory.getLogger(EraseRequests.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = ".json";
    private final Path folder;

    public EraseRequests(Path data) {
        this.folder = data.resolve("erase");
    }

    /** One request, and where it lies. */
    record Request(Path file, String task, String sourceId, String actor, Instant at) {}

    /** Leaves a request; returns its file. */
    public Path ask(String task, String sourceId, String actor, Instant at) throws IOException {
        Files.createDirectories(folder);
        String name = UUID.randomUUID().toString();
        Path part = folder.resolve("." + name);
        Files.write(
                part,
                JSON.writeValueAsBytes(JSON.createObjectNode()
                        .put("task", task)
                        .put("source_id", sourceId)
                        .put("actor", actor)
                        .put("at", at.toEpochMilli())));
        return Files.move(part, folder.resolve(name + ENDING), StandardCopyOption.ATOMIC_MOVE);
    }

    List<Request> all() throws IOException {
        List<Request> requests = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return requests;
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try {
                JsonNode json = JSON.readTree(Files.readAllBytes(file));
                requests.add(new Request(
                        file,
                        json.path("task").asText(),
                        json.path("source_id").asText(),
                        json.path("actor").asText(),
                        Instant.ofEpochMilli(json.path("at").asLong())));
            } catch (JsonProcessingException e) {
                LOG.warn("{} is no request of the command erase and is deleted", file);
                Files.delete(file);
            }
        }
        return requests;
    }

    void take(Request request) throws IOException {
        Files.deleteIfExists(request.file());
    }
}
