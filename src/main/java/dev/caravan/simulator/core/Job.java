package dev.caravan.simulator.core;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One job: what the surface remembers of it and what the simulator has in mind for it, in one document on disk. Callers
 * hold its monitor while they read or change what may change.
 */
final class Job {
    private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

    private final JobFolder folder;
    private final ObjectNode document;
    private final String id;
    private final long seq;
    private final long createdMillis;
    private volatile boolean deleted;

    Job(JobFolder folder, ObjectNode document) {
        this.folder = folder;
        this.document = document;
        this.id = document.path("id").asText();
        this.seq = document.path("seq").asLong();
        this.createdMillis = document.path("createdMillis").asLong();
        this.deleted = document.path("deleted").asBoolean();
    }

    static Job load(JobFolder folder) throws IOException {
        return new Job(
                folder, (ObjectNode) Json.MAPPER.readTree(folder.document().toFile()));
    }

    /** The document of a job that begins. */
    static ObjectNode begun(NewJob job, long nowMillis) {
        ObjectNode document = Json.object()
                .put("id", job.id())
                .put("createdMillis", nowMillis)
                .put("changedMillis", nowMillis)
                .put("state", JobState.VALIDATING.word());
        document.putObject("times").put(JobState.VALIDATING.word(), nowMillis);
        document.set("vendor", job.vendor().deepCopy());
        return document;
    }

    void save() throws IOException {
        Durable.write(folder.document(), Json.write(document).getBytes(StandardCharsets.UTF_8));
    }

    JobFolder folder() {
        return folder;
    }

    Path input() {
        return folder.input();
    }

    String id() {
        return id;
    }

    long seq() {
        return seq;
    }

    long createdMillis() {
        return createdMillis;
    }

    long changedMillis() {
        return document.path("changedMillis").asLong();
    }

    JobState state() {
        return JobState.of(document.path("state").asText());
    }

    /** Moves on and keeps the time of the move. */
    void state(JobState state, long nowMillis) {
        document.put("state", state.word()).put("changedMillis", nowMillis).remove("looks");
        times().put(state.word(), nowMillis);
    }

    /** Polls that saw it in its state and left it there. */
    int looks() {
        return document.path("looks").asInt();
    }

    void look() {
        document.put("looks", looks() + 1);
    }

    boolean was(JobState state) {
        return times().has(state.word());
    }

    boolean isDeleted() {
        return deleted;
    }

    void delete() {
        document.put("deleted", true);
        deleted = true;
    }

    /** The end that is in store: {@code do} is expire, cancel or fail; missing when there is none. */
    JsonNode end() {
        return document.path("end");
    }

    void end(ObjectNode end) {
        document.set("end", end);
    }

    void stay(ObjectNode stay) {
        document.set("stay", stay);
    }

    /** Counts one poll that a script keeps the job in its state; false when it may move on. */
    boolean stays() {
        if (document.path("stay").path("polls").asInt() > 0
                && document.path("stay").path("status").asText("in_progress").equals(state().word())) {
            ObjectNode stay = (ObjectNode) document.path("stay");
            stay.put("polls", stay.path("polls").asInt() - 1);
            return true;
        }
        return false;
    }

    void checked(Findings findings) {
        document.put("lines", findings.lines());
        if (findings.errors().isEmpty()) {
            vendor().setAll(findings.facts());
        } else {
            document.set("findings", Json.MAPPER.valueToTree(findings.errors()));
        }
    }

    void ran(RunResult result) {
        document.set("run", Json.MAPPER.valueToTree(result));
    }

    ObjectNode vendor() {
        return (ObjectNode) document.path("vendor");
    }

    private ObjectNode times() {
        return (ObjectNode) document.path("times");
    }

    JobView view() {
        Map<JobState, Long> times = new EnumMap<>(JobState.class);
        for (Map.Entry<String, JsonNode> time : times().properties()) {
            times.put(JobState.of(time.getKey()), time.getValue().asLong());
        }
        return new JobView(
                id(),
                state(),
                looks(),
                createdMillis(),
                times,
                document.path("lines").asInt(),
                document.has("findings") ? Json.MAPPER.convertValue(document.path("findings"), FINDINGS) : List.of(),
                document.has("run")
                        ? Json.MAPPER.convertValue(document.path("run"), RunResult.class)
                        : RunResult.none(),
                vendor().deepCopy());
    }
}
