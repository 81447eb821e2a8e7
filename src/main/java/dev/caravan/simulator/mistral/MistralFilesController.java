package dev.caravan.simulator.mistral;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Multipart;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.StoredFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Files and models. */
@RestController
@Profile("simulator")
@RequestMapping(MistralSurface.ROOT)
class MistralFilesController {
    private final FileStore files;
    private final SimulatorSettings settings;

    MistralFilesController(MistralStores stores, SimulatorSettings settings) {
        this.files = stores.files();
        this.settings = settings;
    }

    @PostMapping("/v1/files")
    ObjectNode upload(HttpServletRequest request) throws IOException {
        String id = UUID.randomUUID().toString();
        long max = settings.of(MistralSurface.NAME).path("maxFileBytes").asLong();
        try {
            Multipart upload = Multipart.read(request, files.temporary(id), max, Set.of("purpose"));
            String name = upload.filename();
            if (name == null) {
                throw MistralException.invalid("body.file", "Field required");
            }
            if (!"batch".equals(upload.fields().get("purpose")) || !name.endsWith(".jsonl")) {
                throw MistralException.invalid("body.purpose", "The simulator takes .jsonl files for batch alone");
            }
            return wire(files.keep(files.temporary(id), id, name, "batch", MistralStores.LIFETIME_SECONDS));
        } catch (Multipart.Unfit unfit) {
            boolean large = unfit.why() == Multipart.Why.TOO_LARGE;
            throw new MistralException(large ? 413 : 400, "The upload can't be taken: " + unfit.getMessage());
        } finally {
            Files.deleteIfExists(files.temporary(id));
        }
    }

    @GetMapping("/v1/files")
    ObjectNode list() {
        ObjectNode list =
                Json.object().put("object", "list").put("total", files.list().size());
        ArrayNode data = list.putArray("data");
        files.list().forEach(file -> data.add(wire(file)));
        return list;
    }

    @GetMapping("/v1/files/{id}")
    ObjectNode get(@PathVariable String id) {
        return wire(existing(id));
    }

    @GetMapping("/v1/files/{id}/content")
    void content(@PathVariable String id, HttpServletResponse response) throws IOException {
        StoredFile file = existing(id);
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(file.bytes());
        Files.copy(files.content(id), response.getOutputStream());
    }

    @DeleteMapping("/v1/files/{id}")
    ObjectNode delete(@PathVariable String id) throws IOException {
        if (!files.delete(id)) {
            throw unknown(id);
        }
        return Json.object().put("id", id).put("object", "file").put("deleted", true);
    }

    @GetMapping("/v1/models")
    ObjectNode models() {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        MistralModels.LISTED.forEach(
                name -> data.addObject().put("id", name).put("object", "model").put("owned_by", "simulated"));
        return list;
    }

    @RequestMapping("/**")
    ObjectNode unknown(HttpServletRequest request) {
        throw new MistralException(404, "no Route matched with those values: " + request.getMethod());
    }

    private StoredFile existing(String id) {
        return files.find(id).orElseThrow(() -> unknown(id));
    }

    private static ObjectNode wire(StoredFile file) {
        return Json.object()
                .put("id", file.id())
                .put("object", "file")
                .put("bytes", file.bytes())
                .put("created_at", file.createdAt())
                .put("filename", file.filename())
                .put("purpose", file.purpose())
                .put("sample_type", "batch_request")
                .put("source", "upload");
    }

    private static MistralException unknown(String id) {
        return new MistralException(404, "No file matches the given id: " + id);
    }
}
