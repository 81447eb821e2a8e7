package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * One batch: what the wire shows of it and what the simulator has in mind for it, in one document on disk. Callers
 * hold its monitor while they read or change it.
 */
final class Batch {
    private static final Set<String> FINAL = Set.of("completed", "failed", "expired", "cancelled");

    private final Path folder;
    private final ObjectNode document;

    Batch(Path folder, ObjectNode document) {
        this.folder = folder;
        this.document = document;
    }

    static Batch load(Path folder) throws IOException {
        return new Batch(
                folder, (ObjectNode) Json.MAPPER.readTree(document(folder).toFile()));
    }

    void save() throws IOException {
        Durable.write(document(folder), Json.write(document).getBytes(StandardCharsets.UTF_8));
    }

    static Path document(Path folder) {
        return folder.resolve("batch.json");
    }

    static Path input(Path folder) {
        return folder.resolve("input.jsonl");
    }

    Path input() {
        return input(folder);
    }

    /** The custom_ids that cost money, one a line; there is no such file before the run. */
    Path charged() {
        return folder.resolve("charged.txt");
    }

    /** What the run left behind; in place once it is over, so that no run happens twice. */
    Path ran() {
        return folder.resolve("result.json");
    }

    String id() {
        return wire().path("id").asText();
    }

    long seq() {
        return document.path("seq").asLong();
    }

    long createdMillis() {
        return document.path("createdMillis").asLong();
    }

    long changedMillis() {
        return document.path("changedMillis").asLong();
    }

    String status() {
        return wire().path("status").asText();
    }

    boolean isFinal() {
        return FINAL.contains(status());
    }

    String endpoint() {
        return wire().path("endpoint").asText();
    }

    long resultLifetimeSeconds() {
        return document.path("resultLifetime").asLong(FileStore.DEFAULT_LIFETIME_SECONDS);
    }

    /** The scripted end: {@code do} is expire, cancel or fail; missing when none is scripted. */
    JsonNode end() {
        return document.path("end");
    }

    void end(ObjectNode end) {
        document.set("end", end);
    }

    /** Counts one poll that a script keeps the batch in its state; false when it may move on. */
    boolean stays() {
        if (document.path("stay").path("status").asText("in_progress").equals(status())
                && document.path("stay").path("polls").asInt() > 0) {
            ObjectNode stay = (ObjectNode) document.path("stay");
            stay.put("polls", stay.path("polls").asInt() - 1);
            return true;
        }
        return false;
    }

    RunResult result() {
        return Json.MAPPER.convertValue(document.path("result"), RunResult.class);
    }

    void result(RunResult result) {
        document.set("result", Json.MAPPER.valueToTree(result));
    }

    /** Moves on and stamps the time of the move, as in {@code completed_at}. */
    void status(String status, long nowMillis) {
        wire().put("status", status).put(status + "_at", nowMillis / 1000);
        document.put("changedMillis", nowMillis);
    }

    ObjectNode wire() {
        return (ObjectNode) document.path("wire");
    }
}
