package dev.caravan.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.StoredFile;
import dev.caravan.simulator.google.GoogleError;
import dev.caravan.simulator.google.GoogleModels;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files, with uploads in two steps, and models. */
@RestController
@Profile("simulator")
@RequestMapping(GeminiSurface.ROOT)
class GeminiFilesController {
    private final GeminiFiles files;
    private final SimulatorSettings settings;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    GeminiFilesController(GeminiStores stores, SimulatorSettings settings) {
        this.files = stores.files();
        this.settings = settings;
    }

    /** Opens a session; the bytes go to the address in the answer. */
    @PostMapping("/upload/v1beta/files")
    void start(
            @RequestHeader("X-Goog-Upload-Command") String command,
            @RequestHeader("X-Goog-Upload-Header-Content-Length") long length,
            @RequestHeader("X-Goog-Upload-Header-Content-Type") String type,
            @RequestBody(required = false) byte[] body,
            HttpServletRequest request,
            HttpServletResponse response) {
        JsonNode wanted = body == null ? Json.object() : Json.readOrMissing(Json.textOrEmpty(body));
        if (!command.equals("start") || length < 1) {
            throw GoogleError.invalid("Invalid upload command or length.");
        }
        if (!List.of("application/jsonl", "jsonl", "text/plain").contains(type)) {
            throw GoogleError.invalid("Unsupported MIME type: " + type);
        }
        if (length > settings.of(GeminiSurface.NAME).path("maxFileBytes").asLong()) {
            throw GoogleError.invalid("The file is larger than allowed.");
        }
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        JsonNode name = wanted.at("/file/displayName").isTextual()
                ? wanted.at("/file/displayName")
                : wanted.at("/file/display_name");
        sessions.put(id, new Session(name.asText(""), length));
        response.setHeader("X-Goog-Upload-Status", "active");
        response.setHeader("X-Goog-Upload-URL", request.getRequestURL() + "/" + id);
    }

    /**
     * Takes bytes at an offset; with {@code finalize} they become a file. Google's Java client puts the path of a session's
     * address behind its base URL, whose own path is then there twice: that is the same session.
     */
    @PostMapping({"/upload/v1beta/files/{id}", GeminiSurface.ROOT + "/upload/v1beta/files/{id}"})
    ObjectNode bytes(
            @PathVariable String id,
            @RequestHeader("X-Goog-Upload-Command") String command,
            @RequestHeader("X-Goog-Upload-Offset") long offset,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Session session = sessions.get(id);
        FileStore store = files.store();
        Path part = store.temporary(id);
        long there = Files.exists(part) ? Files.size(part) : 0;
        if (session == null || offset != there) {
            throw GoogleError.invalid("There is no such upload, or it does not stand at " + offset + ".");
        }
        try (InputStream in = request.getInputStream();
                OutputStream out = Files.newOutputStream(
                        part, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            in.transferTo(out);
        }
        if (!command.contains("finalize")) {
            response.setHeader("X-Goog-Upload-Status", "active");
            return Json.object();
        }
        sessions.remove(id);
        if (Files.size(part) != session.length()) {
            Files.delete(part);
            throw GoogleError.invalid("The upload has not as many bytes as its start announced.");
        }
        StoredFile file = store.keep(part, id, session.name(), GeminiFiles.UPLOADED, GeminiFiles.UPLOAD_SECONDS);
        response.setHeader("X-Goog-Upload-Status", "final");
        ObjectNode wire = Json.object();
        wire.set("file", files.wire(file));
        return wire;
    }

    private record Session(String name, long length) {}

    @GetMapping("/v1beta/files")
    ObjectNode list() {
        ObjectNode list = Json.object();
        files.store().list().forEach(file -> list.withArray("files").add(files.wire(file)));
        return list;
    }

    @GetMapping("/v1beta/files/{id}")
    ObjectNode get(@PathVariable String id) {
        return files.looked(files.existing(id));
    }

    @DeleteMapping("/v1beta/files/{id}")
    ObjectNode delete(@PathVariable String id) throws IOException {
        if (files.store()
                .find(id)
                .filter(file -> file.purpose().equals(GeminiFiles.GENERATED))
                .isPresent()) {
            // The ids of its own result files are too long for this call, as users of Google's clients tell.
            throw GoogleError.invalid("DeleteFileRequest.name: File ID (name excluding 'files/') cannot be more than 40"
                    + " characters.");
        }
        if (!files.store().delete(id)) {
            throw GeminiFiles.absent(id);
        }
        return Json.object();
    }

    /** What was uploaded can't be downloaded. */
    @GetMapping({"/v1beta/files/{id}:download", "/download/v1beta/files/{id}:download"})
    void content(@PathVariable String id, @RequestParam(defaultValue = "") String alt, HttpServletResponse response)
            throws IOException {
        StoredFile file = files.existing(id);
        if (!alt.equals("media") || !file.purpose().equals(GeminiFiles.GENERATED)) {
            throw GoogleError.invalid("The file " + id + " can't be downloaded: alt=media, generated files only.");
        }
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(file.bytes());
        Files.copy(files.store().content(id), response.getOutputStream());
    }

    @GetMapping("/v1beta/models")
    ObjectNode models() {
        ObjectNode list = Json.object();
        GoogleModels.LISTED.forEach(name -> list.withArray("models").addObject().put("name", "models/" + name));
        return list;
    }

    @RequestMapping("/**")
    ObjectNode other(HttpServletRequest request) {
        throw new GoogleError(404, "Method not found: " + request.getMethod() + " " + request.getRequestURI());
    }
}
