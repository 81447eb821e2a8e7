package dev.caravan.simulator.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.StoredFile;
import dev.caravan.simulator.google.GoogleError;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Files by their name {@code files/…}: uploaded ones, which take a while to be usable, and generated ones. */
final class GeminiFiles {
    static final String UPLOADED = "UPLOADED";
    static final String GENERATED = "GENERATED";
    static final long UPLOAD_SECONDS = 48L * 3600;
    static final long RESULT_SECONDS = 42L * 24 * 3600;

    private final FileStore files;
    private final SimulatorSettings settings;
    private final Map<String, Integer> looks = new ConcurrentHashMap<>();

    GeminiFiles(FileStore files, SimulatorSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    FileStore store() {
        return files;
    }

    /** Counts a look, which may be one too early. */
    ObjectNode looked(StoredFile file) {
        looks.merge(file.id(), 1, Integer::sum);
        return wire(file);
    }

    boolean isUsable(StoredFile file) {
        int processing = settings.of(GeminiSurface.NAME).path("processing").asInt();
        return file.purpose().equals(GENERATED) || looks.getOrDefault(file.id(), 0) >= processing;
    }

    ObjectNode wire(StoredFile file) {
        return Json.object()
                .put("name", "files/" + file.id())
                .put("displayName", file.filename())
                .put("mimeType", "application/jsonl")
                .put("sizeBytes", String.valueOf(file.bytes()))
                .put("createTime", Instant.ofEpochSecond(file.createdAt()).toString())
                .put("updateTime", Instant.ofEpochSecond(file.createdAt()).toString())
                .put("expirationTime", Instant.ofEpochSecond(file.expiresAt()).toString())
                .put("state", isUsable(file) ? "ACTIVE" : "PROCESSING")
                .put("source", file.purpose());
    }

    StoredFile existing(String id) {
        return files.find(id).orElseThrow(() -> absent(id));
    }

    /** Google does not say whether there is no such file or no right to see it. */
    static GoogleError absent(String id) {
        return new GoogleError(403, "You do not have permission to access the File " + id + " or it may not exist.");
    }
}
