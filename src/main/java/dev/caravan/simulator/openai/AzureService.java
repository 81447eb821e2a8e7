package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.chat.ChatModel;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.StoredFile;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Azure OpenAI, both surfaces. What looks at files have seen is forgotten by a restart. */
final class AzureService extends Service {
    private static final Pattern VERSION = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(-preview)?");
    private static final LocalDate FIRST_PREVIEW = LocalDate.of(2024, 7, 1);
    private static final LocalDate FIRST_FINAL = LocalDate.of(2024, 10, 21);
    private static final long FOR_EVER = 100L * 365 * 24 * 3600;
    private static final long A_YEAR = 365L * 24 * 3600;

    private final Map<String, Integer> looks = new ConcurrentHashMap<>();

    AzureService(FileStore files, Jobs jobs, SimulatorSettings settings) {
        super(files, jobs, settings);
    }

    static Optional<ChatModel> deployment(String name, SimulatorSettings settings) {
        String model =
                settings.of(AzureSurface.NAME).path("deployments").path(name).asText();
        return OpenAiModels.find(model, List.of())
                .map(found -> new ChatModel(
                        new ModelCard(name, found.card().levels(), found.card().dimensions()), found.answersAs()));
    }

    private static boolean dated(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(AzureSurface.ROOT + AzureSurface.V1 + "/");
    }

    /** The dated surface wants a version that has batches; the other takes none, or a word. */
    @Override
    void check(HttpServletRequest request) {
        String version = request.getParameter("api-version");
        if (!dated(request)) {
            if (version != null && !version.equals("v1") && !version.equals("preview")) {
                throw ApiException.badRequest("API version not supported: " + version, null, "BadRequest");
            }
            return;
        }
        Matcher matcher = VERSION.matcher(version == null ? "" : version);
        boolean known = matcher.matches()
                && !LocalDate.parse(matcher.group(1)).isBefore(matcher.group(2) == null ? FIRST_FINAL : FIRST_PREVIEW);
        if (!known) {
            throw ApiException.notFound("Resource not found", null);
        }
    }

    @Override
    Traits traits(HttpServletRequest request) {
        ObjectNode values = Traits.standard().put("errors", "azure");
        values.putArray("windows");
        values.putArray("prefixes").add("/v1").add("");
        values.putArray("endpoints").add("/chat/completions").add("/responses");
        if (dated(request)) {
            values.put("statuses", "capitalised").put("times", "iso").put("counts", "late");
        }
        return new Traits(values);
    }

    @Override
    int created(HttpServletRequest request) {
        return dated(request) ? 201 : 200;
    }

    @Override
    String fileId() {
        return "file-" + UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    List<String> uploadFields() {
        return List.of(
                "purpose",
                "expires_after[anchor]",
                "expires_after[seconds]",
                "expires_after.anchor",
                "expires_after.seconds");
    }

    @Override
    long lifetime(Map<String, String> fields) {
        String anchor = fields.getOrDefault("expires_after[anchor]", fields.get("expires_after.anchor"));
        String seconds = fields.getOrDefault("expires_after[seconds]", fields.get("expires_after.seconds"));
        if (anchor != null || seconds != null) {
            return UploadRules.lifetime(anchor, seconds, 1_209_600, 2_592_000);
        }
        int max = settings().of(AzureSurface.NAME).path("maxFiles").asInt();
        long there = files().list().stream().filter(AzureService::staysForEver).count();
        if (there >= max) {
            String message = "The quota for files without expiry is used up: the maximum is %d. Delete some.";
            throw ApiException.badRequest(message.formatted(max), null, "quotaExceeded");
        }
        return FOR_EVER;
    }

    private static boolean staysForEver(StoredFile file) {
        return file.expiresAt() - file.createdAt() > A_YEAR;
    }

    @Override
    ObjectNode file(StoredFile file, boolean looked) {
        boolean pending = isPending(file);
        if (looked && pending) {
            looks.merge(file.id(), 1, Integer::sum);
        }
        return Json.object()
                .put("object", "file")
                .put("id", file.id())
                .put("purpose", file.purpose())
                .put("filename", file.filename())
                .put("bytes", file.bytes())
                .put("created_at", file.createdAt())
                .put("expires_at", staysForEver(file) ? null : Long.valueOf(file.expiresAt()))
                .put("status", pending ? "pending" : "processed");
    }

    private boolean isPending(StoredFile file) {
        int needed = settings().of(AzureSurface.NAME).path("pendingLooks").asInt();
        return file.purpose().equals("batch") && looks.getOrDefault(file.id(), 0) < needed;
    }

    @Override
    void usable(StoredFile input) {
        if (isPending(input)) {
            String message = "The file '%s' is in state Pending; a batch takes files in state Processed alone.";
            throw ApiException.badRequest(message.formatted(input.id()), "input_file_id", "invalid_value");
        }
    }

    /** Any window but one is taken, and fails the job. */
    @Override
    @Nullable
    Finding doom(JsonNode wanted) {
        String window = wanted.path("completion_window").asText();
        return window.equals("24h")
                ? null
                : new Finding("invalid_request", "The completion_window '" + window + "' is not 24h.", null, null);
    }

    @Override
    TokenQueue queue() {
        return new TokenQueue(jobs(), settings().of(AzureSurface.NAME).path("enqueuedTokens"));
    }

    /** In some regions at once, in others the job fails. */
    @Override
    Finding full(TokenQueue.Over over) {
        String message = "The deployment '" + over.model() + "' has reached its limit of enqueued tokens.";
        if (settings().of(AzureSurface.NAME).path("failFast").asBoolean()) {
            throw ApiException.badRequest(message, null, "token_limit_exceeded");
        }
        return new Finding("token_limit_exceeded", message, null, null);
    }

    /** Those that the resource could deploy. Deployments are not listed. */
    @Override
    List<String> models() {
        return OpenAiModels.LISTED;
    }

    @Override
    boolean answers(String model) {
        return deployment(model, settings()).isPresent();
    }

    @Override
    boolean knows(String model) {
        return OpenAiModels.LISTED.contains(model);
    }
}
