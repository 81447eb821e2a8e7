package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.testkit.SimulatedAccounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller sees of a batch in OpenAI's shape while some of it is home and some still runs. */
class GatewayProgressTest {
    private static final List<String> TIMES = List.of(
            "created_at",
            "in_progress_at",
            "finalizing_at",
            "completed_at",
            "failed_at",
            "expired_at",
            "cancelling_at",
            "cancelled_at");

    private static String line(String id, String model, String more) {
        return "{\"custom_id\":\"" + id + "\",\"body\":{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi " + id + "\"}]" + more + "}}\n";
    }

    /** Those that a batch has. */
    private static Map<String, Long> times(JsonNode batch) {
        Map<String, Long> times = new TreeMap<>();
        TIMES.stream()
                .filter(name -> batch.path(name).isNumber())
                .forEach(name -> times.put(name, batch.path(name).asLong()));
        return times;
    }

    @Test
    void whatHasItsEndCountsWhileTheRestRunsAndEachTimeStaysAsItIs(@TempDir Path folder) throws Exception {
        try (SimulatedAccounts accounts = new SimulatedAccounts("caravan.progress.providers", "openai,mistral");
                GatewayRig gateway = new GatewayRig(
                        folder,
                        accounts.simulatorOptions(),
                        accounts.simulatorSettings(),
                        accounts.models(Map.of("openai", "openai", "mistral", "mistral")))) {
            gateway.rig()
                    .faults(
                            "[{\"on\":\"batch\",\"do\":\"stay\",\"polls\":1000000,\"match\":{\"surface\":\"mistral\"}}]");
            String lines = line("a", "openai", "")
                    + line("b", "openai", ",\"max_tokens\":5")
                    + line("c", "mistral", "")
                    + line("d", "openai", "")
                    + line("e", "mistral", "");
            String id = gateway.create(gateway.upload(lines), "chat").id();
            JsonNode half = Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(
                            () -> gateway.batch(id),
                            batch -> batch.path("request_counts")
                                    .toString()
                                    .equals("{\"total\":5,\"completed\":2,\"failed\":1}"));
            assertThat(half.path("status").asText()).isEqualTo("in_progress");
            assertThat(half.path("output_file_id").isNull()).isTrue();
            assertThat(times(half)).containsOnlyKeys("created_at", "in_progress_at");

            gateway.send("POST", "/v1/batches/" + id + "/cancel", "");
            JsonNode ended = gateway.until(id, "cancelled");
            // Of those that ran at the provider some may have been answered before the cancel.
            JsonNode counts = ended.path("request_counts");
            assertThat(counts.path("completed").asInt()).isBetween(2, 4);
            assertThat(counts.path("completed").asInt() + counts.path("failed").asInt())
                    .isEqualTo(5);
            Map<String, Long> all = times(ended);
            assertThat(all)
                    .containsOnlyKeys("created_at", "in_progress_at", "finalizing_at", "cancelling_at", "cancelled_at")
                    .containsAllEntriesOf(times(half));
            assertThat(List.of(all.get("created_at"), all.get("in_progress_at"), all.get("cancelling_at")))
                    .isSorted();
            assertThat(List.of(all.get("cancelling_at"), all.get("finalizing_at"), all.get("cancelled_at")))
                    .isSorted();
            assertThat(times(gateway.batch(id))).isEqualTo(all);
        }
    }
}
