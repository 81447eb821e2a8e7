package dev.caravan.api.manage;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.caravan.audit.Audits;
import dev.caravan.batch.ReviewRig;
import dev.caravan.task.Task;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class AuditControllerTest {
    @TempDir
    Path data;

    @Test
    void tellsWhatHappenedToOneSourceRecordAsJson() throws Exception {
        try (var rig = new ReviewRig(data, new Task.Review("mood == \"bad\"", 0, 1))) {
            rig.answered(1, i -> "{\"id\":\"r1\",\"mood\":\"bad\"}");
            MockMvc http = MockMvcBuilders.standaloneSetup(
                            new AuditController(new Audits(rig.ledger().audit(), rig.answers())))
                    .build();

            http.perform(get("/api/audit").param("task", "moods").param("source-id", "r1"))
                    .andExpect(status().isOk())
                    .andExpect(content().contentType(MediaType.APPLICATION_JSON))
                    .andExpect(jsonPath("$.source_id").value("r1"))
                    .andExpect(jsonPath("$.revisions.length()").value(1))
                    .andExpect(jsonPath("$.revisions[0].state").value("review_required"))
                    .andExpect(
                            jsonPath("$.revisions[0].attempts[0].answer.mood").value("bad"));
            http.perform(get("/api/audit").param("task", "moods")).andExpect(status().isBadRequest());
        }
    }
}
