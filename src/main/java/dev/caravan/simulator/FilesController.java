package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
@RequestMapping(Gate.ROOT + "/v1/files")
class FilesController {
    private final FileStore files;
    private final SimulatorSettings settings;

    FilesController(FileStore files, SimulatorSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    @PostMapping
    ObjectNode upload(HttpServletRequest request) throws IOException {
        String id = "file-" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
        try {
            Upload upload =
                    Upload.read(request, files.temporary(id), settings.get().maxFileBytes());
            String filename = UploadRules.check(upload);
            return files.keep(id, filename, "batch", UploadRules.lifetime(upload))
                    .wire();
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
        return Page.wire(page.stream().map(StoredFile::wire).toList(), more);
    }

    @GetMapping("/{id}")
    ObjectNode get(@PathVariable String id) {
        return existing(id).wire();
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

    private static ApiException noSuchFile(String id) {
        return ApiException.notFound("No such File object: " + id, "id");
    }
}
