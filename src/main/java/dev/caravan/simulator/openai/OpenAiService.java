package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.StoredFile;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** OpenAI, or by settings of the surface a service that is compatible with it. */
final class OpenAiService extends Service {
    static final long LIFETIME_SECONDS = 30L * 24 * 3600;

    OpenAiService(FileStore files, Jobs jobs, SimulatorSettings settings) {
        super(files, jobs, settings);
    }

    @Override
    Traits traits(HttpServletRequest request) {
        return new Traits(settings().of(OpenAiSurface.NAME));
    }

    @Override
    String fileId() {
        return "file-" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }

    @Override
    List<String> uploadFields() {
        List<String> fields = new ArrayList<>(List.of("purpose", "expires_after[anchor]", "expires_after[seconds]"));
        fields.addAll(new Traits(settings().of(OpenAiSurface.NAME)).list("uploadFields"));
        return fields;
    }

    @Override
    long lifetime(Map<String, String> fields) {
        String anchor = fields.get("expires_after[anchor]");
        String seconds = fields.get("expires_after[seconds]");
        return anchor == null && seconds == null
                ? LIFETIME_SECONDS
                : UploadRules.lifetime(anchor, seconds, 3600, 2_592_000);
    }

    @Override
    ObjectNode file(StoredFile file, boolean looked) {
        ObjectNode wire = Json.object();
        wire.put("object", "file")
                .put("id", file.id())
                .put("purpose", file.purpose())
                .put("filename", file.filename());
        wire.put("bytes", file.bytes()).put("created_at", file.createdAt()).put("expires_at", file.expiresAt());
        return wire.put("status", "processed").putNull("status_details");
    }

    @Override
    TokenQueue queue() {
        return new TokenQueue(jobs(), settings().of(OpenAiSurface.NAME).path("enqueuedTokens"));
    }

    @Override
    Finding full(TokenQueue.Over over) {
        String message =
                "Enqueued token limit reached for %s in organization org-simulated. Limit: %,d enqueued tokens."
                        + " Please try again once some in_progress batches have been completed.";
        return new Finding(
                "token_limit_exceeded", String.format(Locale.ROOT, message, over.model(), over.limit()), null, null);
    }

    @Override
    List<String> models() {
        List<String> names = new ArrayList<>(OpenAiModels.LISTED);
        names.addAll(settings().get().models());
        return names;
    }

    @Override
    boolean answers(String model) {
        return knows(model);
    }

    @Override
    boolean knows(String model) {
        return OpenAiModels.find(model, settings().get().models()).isPresent();
    }
}
