package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.StoredFile;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service that speaks OpenAI's files and batches: where it keeps things, and what it does in its own way. */
abstract class Service {
    private final FileStore files;
    private final Jobs jobs;
    private final SimulatorSettings settings;

    Service(FileStore files, Jobs jobs, SimulatorSettings settings) {
        this.files = files;
        this.jobs = jobs;
        this.settings = settings;
    }

    final FileStore files() {
        return files;
    }

    final Jobs jobs() {
        return jobs;
    }

    final SimulatorSettings settings() {
        return settings;
    }

    abstract Traits traits(HttpServletRequest request);

    /** A new id of a file. */
    abstract String fileId();

    /** Seconds that an upload lives, from what came with it. */
    abstract long lifetime(Map<String, String> fields);

    /** Names of fields that may come with an upload. */
    abstract List<String> uploadFields();

    /** A file on the wire; whether this is the answer to somebody who asks for this file. */
    abstract ObjectNode file(StoredFile file, boolean looked);

    /** Refuses a call that is wrong whatever it is about. */
    void check(HttpServletRequest request) {}

    /** The status that an accepted upload and a created batch answer with. */
    int created(HttpServletRequest request) {
        return 200;
    }

    /** Refuses an input that is there but can't be used yet. */
    void usable(StoredFile input) {}

    /** Why a batch that is accepted will fail, whatever its lines say; null if it won't. */
    @Nullable
    Finding doom(JsonNode wanted) {
        return null;
    }

    /** How many tokens may wait. */
    abstract TokenQueue queue();

    /** Why a batch that is over the queue fails after it was accepted; some refuse it at once instead. */
    abstract Finding full(TokenQueue.Over over);

    /** The models that the account lists. */
    abstract List<String> models();

    /** Whether requests may name this model. */
    abstract boolean answers(String model);

    /** Whether there is a model of this name. */
    abstract boolean knows(String model);
}
