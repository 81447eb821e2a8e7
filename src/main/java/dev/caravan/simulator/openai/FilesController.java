package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Multipart;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.StoredFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(OpenAiSurface.ROOT + "/v1/files")
class FilesController {
    private static final Set<String> FIELDS = Set.of("purpose", "expires_after[anchor]", "expires_after[seconds]");

    private final FileStore files;
    private final SimulatorSettings settings;

    FilesController(OpenAiStores stores, SimulatorSettings settings) {
        this.files = stores.files();
        this.settings = settings;
    }

    @PostMapping
    ObjectNode upload(HttpServletRequest request) throws IOException {
        String id = "file-" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
        try {
            Multipart upload =
                    Multipart.read(request, files.temporary(id), settings.get().maxFileBytes(), FIELDS);
            String filename = UploadRules.check(upload);
            return wire(files.keep(files.temporary(id), id, filename, "batch", UploadRules.lifetime(upload)));
        } catch (Multipart.Unfit unfit) {
            throw UploadRules.unfit(unfit, settings.get().maxFileBytes());
        } finally {
            Files.deleteIfExists(files.temporary(id));
        }
    }

    @GetMapping
    ObjectNode list(
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(defaultValue = "desc") String order,
            @RequestParam(required = false) @Nullable String after) {
        if (!order.equals("asc") && !order.equals("desc")) {
            throw ApiException.badRequest(
                    "Invalid value: '%s'. Supported values are: 'asc' and 'desc'.".formatted(order),
                    "order",
                    "invalid_value");
        }
        List<StoredFile> sorted = new ArrayList<>(files.list());
        sorted.removeIf(file -> purpose != null && !purpose.equals(file.purpose()));
        if (order.equals("desc")) {
            Collections.reverse(sorted);
        }
        List<StoredFile> page = Page.of(limit, after, 10_000, 10_000).cut(sorted, StoredFile::id);
        boolean more = !page.isEmpty() && page.get(page.size() - 1) != sorted.get(sorted.size() - 1);
        return Page.wire(page.stream().map(FilesController::wire).toList(), more);
    }

    @GetMapping("/{id}")
    ObjectNode get(@PathVariable String id) {
        return wire(existing(id));
    }

    @GetMapping("/{id}/content")
    void content(@PathVariable String id, HttpServletResponse response) throws IOException {
        StoredFile file = existing(id);
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(file.bytes());
        Files.copy(files.content(id), response.getOutputStream());
    }

    @DeleteMapping("/{id}")
    ObjectNode delete(@PathVariable String id) throws IOException {
        if (!files.delete(id)) {
            throw noSuchFile(id);
        }
        return Json.object().put("object", "file").put("id", id).put("deleted", true);
    }

    private StoredFile existing(String id) {
        return files.find(id).orElseThrow(() -> noSuchFile(id));
    }

    private static ObjectNode wire(StoredFile file) {
        ObjectNode wire = Json.object();
        wire.put("object", "file")
                .put("id", file.id())
                .put("purpose", file.purpose())
                .put("filename", file.filename());
        wire.put("bytes", file.bytes()).put("created_at", file.createdAt()).put("expires_at", file.expiresAt());
        return wire.put("status", "processed").putNull("status_details");
    }

    private static ApiException noSuchFile(String id) {
        return ApiException.notFound("No such File object: " + id, "id");
    }
}
