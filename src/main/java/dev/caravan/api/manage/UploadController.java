package dev.caravan.api.manage;

import dev.caravan.access.Problem;
import dev.caravan.intake.Uploads;
import dev.caravan.intake.Uploads.Taken;
import dev.caravan.intake.Uploads.TooLargeException;
import dev.caravan.spool.StorageException;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes a file for a task, as its folder in the inbox does. */
@RestController
final class UploadController {
    private final Uploads uploads;
    private final Tasks tasks;
    private final Asker asker;
    private final long most;

    UploadController(Uploads uploads, Tasks tasks, Asker asker, @Value("${caravan.http.max-bytes:2GB}") DataSize most) {
        this.uploads = uploads;
        this.tasks = tasks;
        this.asker = asker;
        this.most = most.toBytes();
    }

    /** Answered when the bytes are safe; reading them is the work of a stage. 200 for a file that came before. */
    @PostMapping(path = "/api/tasks/{task}/drops", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<DropView> take(@PathVariable String task, @RequestParam String name, HttpServletRequest request)
            throws IOException {
        new KnownTasks(tasks, asker).withFiles(request, task);
        @Nullable String type = request.getContentType();
        if (type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
            // What looks at the parameters of a request eats the body of such a form.
            throw Problem.of(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "Send the bytes of the file as Content-Type: application/octet-stream, or as what they are")
                    .thrown();
        }
        Taken taken;
        try {
            taken = uploads.take(task, name, request.getInputStream(), most);
        } catch (StorageException e) {
            throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage() + ". Nothing was taken")
                    .thrown();
        } catch (TooLargeException e) {
            throw Problem.of(HttpStatus.PAYLOAD_TOO_LARGE, e.getMessage() + ". Nothing was taken")
                    .thrown();
        }
        DropView view = DropView.of(asker.ledger().lists().drop(taken.drop()).orElseThrow());
        return ResponseEntity.status(taken.isNew() ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .header("Location", "/api/drops/" + taken.drop())
                .body(view);
    }
}
