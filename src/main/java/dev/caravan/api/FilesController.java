package dev.caravan.api;

import dev.caravan.ledger.StoredFiles.Page;
import dev.caravan.ledger.StoredFiles.StoredFile;
import dev.caravan.submission.Caller;
import dev.caravan.submission.RefusedSubmission;
import dev.caravan.submission.Submitted.OutputBytes;
import dev.caravan.submission.UploadedFiles;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files of lines, as OpenAI's clients upload and fetch them; docs/gateway.md has the words. */
@RestController
@RequestMapping(path = "/v1/files", produces = MediaType.APPLICATION_JSON_VALUE)
final class FilesController {
    private static final int MOST = 10_000;

    private final UploadedFiles files;

    FilesController(UploadedFiles files) {
        this.files = files;
    }

    /** A form with the parts {@code file} and {@code purpose}, in any order. Answered when all of it is durable. */
    @PostMapping
    Map<String, @Nullable Object> upload(HttpServletRequest request, Principal who)
            throws IOException, RefusedSubmission {
        return shown(new FileForm(files, Callers.of(who)).read(request));
    }

    @GetMapping
    Map<String, @Nullable Object> list(
            @RequestParam(defaultValue = "10000") int limit,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "desc") String order,
            @RequestParam(required = false) @Nullable String purpose,
            Principal who) {
        if (limit < 1 || limit > MOST) {
            throw new V1Refusal(HttpStatus.BAD_REQUEST, "limit", "invalid_value", "limit is 1 to " + MOST);
        }
        if (!order.equals("asc") && !order.equals("desc")) {
            throw new V1Refusal(HttpStatus.BAD_REQUEST, "order", "invalid_value", "order is asc or desc");
        }
        Caller caller = Callers.of(who);
        if (after != null) {
            find(caller, after, "after");
        }
        List<StoredFile> page = files.list(caller, new Page(after, limit + 1, order.equals("desc"), purpose));
        return V1List.of(page, limit, FilesController::shown);
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> retrieve(@PathVariable String id, Principal who) {
        return shown(find(Callers.of(who), id, "id"));
    }

    /** Whatever was uploaded, as it was uploaded; outputs as lines. */
    @GetMapping(
            path = "/{id}/content",
            produces = {MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.ALL_VALUE})
    void content(@PathVariable String id, Principal who, HttpServletResponse response) throws IOException {
        OutputBytes content = files.content(find(Callers.of(who), id, "id"))
                .orElseThrow(
                        () -> new V1Refusal(HttpStatus.GONE, "id", "deleted", "The bytes of this file were deleted"));
        try (InputStream in = content.in()) {
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setContentLengthLong(content.bytes());
            in.transferTo(response.getOutputStream());
        }
    }

    @DeleteMapping("/{id}")
    Map<String, @Nullable Object> delete(@PathVariable String id, Principal who) throws IOException {
        String user = files.delete(find(Callers.of(who), id, "id")).user();
        if (user != null) {
            throw new V1Refusal(
                    HttpStatus.CONFLICT,
                    "id",
                    "file_in_use",
                    "The batch " + user + " is made of this file and has not ended. Cancel it, or wait for it");
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", id);
        shown.put("object", "file");
        shown.put("deleted", true);
        return shown;
    }

    private StoredFile find(Caller caller, String id, String param) {
        return files.find(caller, id)
                .orElseThrow(() -> new V1Refusal(
                        HttpStatus.NOT_FOUND,
                        param,
                        "not_found",
                        "There is no file \"" + V1Refusal.brief(id) + "\" here"));
    }

    private static Map<String, @Nullable Object> shown(StoredFile file) {
        Instant expires = file.expiresAt();
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", file.publicId());
        shown.put("object", "file");
        shown.put("bytes", file.bytes());
        shown.put("created_at", file.createdAt().getEpochSecond());
        shown.put("expires_at", expires == null ? null : expires.getEpochSecond());
        shown.put("filename", file.filename());
        shown.put("purpose", file.purpose());
        shown.put("status", "processed");
        shown.put("status_details", null);
        return shown;
    }
}
