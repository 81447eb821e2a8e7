package dev.caravan.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Doc;
import dev.caravan.Fence;
import dev.caravan.ledger.Changes.Change;
import dev.caravan.ledger.Changes.Kind;
import dev.caravan.ledger.RecordState;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Notices that documents show are what a webhook gets of such a change. */
class NoticeDocTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyNoticeOfTheDocumentsIsOneThatIsSent() throws IOException {
        List<Fence> notices = Doc.fences().stream()
                .filter(fence -> fence.info().equals("json notice"))
                .toList();
        assertThat(notices).hasSizeGreaterThan(1);
        for (Fence fence : notices) {
            JsonNode shown = JSON.readTree(fence.body());
            JsonNode data = shown.get("data");
            String[] type = shown.get("type").asText().split("\\.");
            Kind kind = Kind.valueOf(type[0].toUpperCase(Locale.ROOT));
            Map<String, Long> counts = new TreeMap<>();
            data.get("counts")
                    .properties()
                    .forEach(
                            count -> counts.put(count.getKey(), count.getValue().asLong()));
            Change change = new Change(
                    1,
                    Instant.parse(shown.get("timestamp").asText()),
                    kind,
                    data.get(kind == Kind.SUBMISSION ? "batch" : "drop").asText(),
                    type[1],
                    kind == Kind.SUBMISSION ? null : data.get("task").asText(),
                    data.get("workspace").asText(),
                    counts);
            assertThat(shown)
                    .as("%s", fence)
                    .isEqualTo(JSON.readTree(
                            NoticeText.of(change, data.get("workspace").asText())));
            holdsCounts(kind, counts.keySet());
        }
    }

    private static void holdsCounts(Kind kind, Set<String> counts) {
        if (kind == Kind.SUBMISSION) {
            assertThat(counts).containsExactlyInAnyOrder("lines", "ok", "failed");
            return;
        }
        List<String> rows = List.of("read", "refused", "duplicate", "unchanged", "stale");
        assertThat(counts).containsAll(rows);
        Set<String> states = new HashSet<>(counts);
        rows.forEach(states::remove);
        assertThat(Arrays.stream(RecordState.values()).map(state -> state.name().toLowerCase(Locale.ROOT)))
                .containsAll(states);
    }
}
