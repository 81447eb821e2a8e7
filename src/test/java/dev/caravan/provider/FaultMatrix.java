package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every fault that the simulator has against every call of one surface, both as its own table names them. All are scripted
 * at once and met by many drops side by side, since Caravan waits for half a minute after some of them.
 */
final class FaultMatrix {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What each fault is told; a fault that is not here fails the test until somebody says how it is to be tried. */
    private static final Map<String, List<String>> TOLD = new TreeMap<>(Map.of(
            "delay", List.of("\"ms\":100"),
            "hang", List.of("\"ms\":200", "\"ms\":200,\"when\":\"after\""),
            "late", List.of("\"ms\":300"),
            "lose-reply", List.of(""),
            "lose-request", List.of(""),
            "status",
                    List.of(
                            "\"status\":503",
                            "\"status\":503,\"when\":\"after\"",
                            "\"status\":500,\"body\":\"<p>no</p>\""),
            "truncate", List.of("\"bytes\":20", "\"bytes\":20,\"how\":\"close\"")));

    private final ProviderRig rig;
    private final String surface;
    private final List<String> calls;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> table = new TreeMap<>();

    FaultMatrix(ProviderRig rig, String surface) throws Exception {
        this.rig = rig;
        this.surface = surface;
        JsonNode all = rig.faultTable();
        this.calls = texts(all.at("/surfaces/" + surface));
        for (String fault : texts(all.path("call"))) {
            assertThat(TOLD).as("how the fault is to be tried").containsKey(fault);
            TOLD.get(fault)
                    .forEach(told -> faults.add("\"do\":\"" + fault + "\"" + (told.isEmpty() ? "" : "," + told)));
        }
    }

    int faults() {
        return faults.size();
    }

    /** Scripts every fault for every call; a call meets the first one that is left. */
    void begin() throws Exception {
        List<String> rules = new ArrayList<>();
        for (String call : calls) {
            for (String fault : faults) {
                rules.add("{\"on\":\"%s\",\"match\":{\"surface\":\"%s\"},%s}".formatted(call, surface, fault));
            }
        }
        rig.faults("[" + String.join(",", rules) + "]");
    }

    /** Waits until all is published, then writes down which faults were met and forgets the others. */
    void end(List<Long> drops, String name) throws Exception {
        for (long drop : drops) {
            rig.settled(drop, Duration.ofMinutes(10));
            assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
        }
        for (String call : calls) {
            faults.forEach(fault -> table.put(call + " " + fault, "paid once, all published"));
        }
        for (JsonNode rule : rig.faultsLeft()) {
            ObjectNode left = rule.deepCopy();
            String on = left.remove("on").asText();
            left.remove(List.of("match", "remaining"));
            String told = JSON.writeValueAsString(left);
            table.put(on + " " + told.substring(1, told.length() - 1), "not called so often");
        }
        rig.noFaults();
        write(name);
    }

    private void write(String name) throws IOException {
        StringBuilder text = new StringBuilder();
        table.forEach((cell, result) -> text.append("%-80s %s%n".formatted(cell, result)));
        Files.writeString(Path.of("target/fault-table-" + name + ".txt"), text);
    }

    private static List<String> texts(JsonNode array) throws IOException {
        return JSON.readerForListOf(String.class).readValue(array);
    }
}
