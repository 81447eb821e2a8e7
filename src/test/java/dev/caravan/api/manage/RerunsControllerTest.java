package dev.caravan.api.manage;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.caravan.access.Person;
import dev.caravan.access.Role;
import dev.caravan.access.Sight;
import dev.caravan.access.User;
import dev.caravan.ledger.RecordState;
import dev.caravan.rerun.RerunRig;
import dev.caravan.task.Workspaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class RerunsControllerTest {
    @TempDir
    Path data;

    @Test
    void showsThenSendsThenTells() throws Exception {
        try (var rig = new RerunRig(data)) {
            rig.yard.drop("text", "a", "b");
            rig.yard.submit();
            rig.yard.collect(Map.of("b", RecordState.INVALID_OUTPUT));
            MockMvc http = MockMvcBuilders.standaloneSetup(new RerunsController(
                            rig.reruns, new Sight(rig.yard.ledger, new Workspaces(Map.of(), Map.of()))))
                    .build();
            Authentication operator = UsernamePasswordAuthenticationToken.authenticated(
                    Person.of(new User("operator", "", Set.of(Role.OPERATE))), null, List.of());

            http.perform(get("/api/reruns/preview?task=triage&state=invalid_output"))
                    .andExpect(status().isOk())
                    .andExpect(jsonPath("$.records").value(1))
                    .andExpect(jsonPath("$.states.invalid_output").value(1))
                    .andExpect(jsonPath("$.full_records").value(2))
                    .andExpect(jsonPath("$.cost_usd").value(0.0));
            http.perform(post("/api/reruns")
                            .contentType(MediaType.APPLICATION_JSON)
                            .principal(operator)
                            .content("{\"task\":\"triage\",\"code\":\"bad\",\"why\":\"new prompt\"}"))
                    .andExpect(status().isAccepted())
                    .andExpect(jsonPath("$.id").value(1))
                    .andExpect(jsonPath("$.records").value(1));
            rig.reruns.once();
            http.perform(get("/api/reruns").principal(operator))
                    .andExpect(jsonPath("$.data[0].actor").value("operator"))
                    .andExpect(jsonPath("$.data[0].why").value("new prompt"))
                    .andExpect(jsonPath("$.data[0].queued_again").value(1))
                    .andExpect(jsonPath("$.data[0].done_at").isNotEmpty());
        }
    }
}
