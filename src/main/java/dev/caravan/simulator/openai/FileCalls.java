package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Multipart;
import dev.caravan.simulator.core.StoredFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /files} of a service. */
abstract class FileCalls extends Calls {
    FileCalls(Service service) {
        super(service);
    }

    /** Some services have a path of its own for uploads; another one than theirs is not there. */
    @PostMapping({"", "/upload"})
    ObjectNode upload(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Traits traits = service().traits(request);
        String path = request.getRequestURI();
        if (!path.endsWith(traits.text("uploadPath"))) {
            throw ApiException.notFound("Invalid URL (POST %s)".formatted(path), null);
        }
        FileStore files = service().files();
        long max = service().settings().get().maxFileBytes();
        String id = service().fileId();
        try {
            Multipart upload = Multipart.read(
                    request, files.temporary(id), max, new HashSet<>(service().uploadFields()));
            String filename = UploadRules.check(upload, traits);
            long lifetime = service().lifetime(upload.fields());
            StoredFile file = files.keep(files.temporary(id), id, filename, traits.text("purpose"), lifetime);
            response.setStatus(service().created(request));
            return traits.around("data", service().file(file, false));
        } catch (Multipart.Unfit unfit) {
            throw UploadRules.unfit(unfit, max);
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
        List<StoredFile> sorted = new ArrayList<>(service().files().list());
        sorted.removeIf(file -> purpose != null && !purpose.equals(file.purpose()));
        if (order.equals("desc")) {
            Collections.reverse(sorted);
        }
        List<StoredFile> page = Page.of(limit, after, 10_000, 10_000).cut(sorted, StoredFile::id);
        boolean more = !page.isEmpty() && page.get(page.size() - 1) != sorted.get(sorted.size() - 1);
        return Page.wire(page.stream().map(file -> service().file(file, false)).toList(), more);
    }

    @GetMapping("/{id}")
    ObjectNode get(@PathVariable String id) {
        return service().file(existing(id), true);
    }

    @GetMapping("/{id}/content")
    void content(@PathVariable String id, HttpServletResponse response) throws IOException {
        StoredFile file = existing(id);
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(file.bytes());
        Files.copy(service().files().content(id), response.getOutputStream());
    }

    @DeleteMapping("/{id}")
    @Nullable
    ObjectNode delete(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!service().files().delete(id)) {
            throw noSuchFile(id);
        }
        if (service().created(request) == 201) {
            response.setStatus(204);
            return null;
        }
        return Json.object().put("object", "file").put("id", id).put("deleted", true);
    }

    private StoredFile existing(String id) {
        return service().files().find(id).orElseThrow(() -> noSuchFile(id));
    }

    private static ApiException noSuchFile(String id) {
        return ApiException.notFound("No such File object: " + id, "id");
    }
}
