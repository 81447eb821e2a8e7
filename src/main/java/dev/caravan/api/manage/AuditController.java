package dev.caravan.api.manage;

import dev.caravan.access.Problem;
import dev.caravan.audit.Audits;
import dev.caravan.audit.StoryJson;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** "Why did this field change?": everything of one source record; docs/operations/steering.md has the words. */
@RestController
final class AuditController {
    private final Audits audits;

    AuditController(Audits audits) {
        this.audits = audits;
    }

    @GetMapping(path = "/api/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> of(@RequestParam("task") String task, @RequestParam("source-id") String sourceId) {
        return audits.of(task, sourceId)
                .map(StoryJson::of)
                .orElseThrow(() -> Problem.notFound().thrown());
    }
}
