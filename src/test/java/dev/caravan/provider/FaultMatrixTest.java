package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.testkit.SimulatedAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault that the simulator has against every call of every provider, both as its own table names them: real routes,
 * a real ledger, real connections, and clocks that run so fast that no wait of Caravan is long. All providers meet a fault
 * at a time, side by side. A build takes two of them; {@code -Dcaravan.fault.providers=all} takes all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixTest {
    private static final int TIMES_AS_FAST = 100;
    private static final String CALM = "calm-";

    /** A late create without its input is accepted there, then fails free of charge. */
    private static final Set<String> LOADED_LATER = Set.of("vertex", "bedrock");

    /** Anthropic: a batch that fails says that its results are gone. Google AI: an expired batch has none. */
    private static final Map<String, Map<String, FaultCell.End>> DIFFERENTLY = Map.of(
            "anthropic", Map.of("fail", FaultCell.End.GONE), "gemini", Map.of("expire", FaultCell.End.PAID_AGAIN));

    /** Calls that Caravan never makes. */
    private static final Map<String, Set<String>> NOT_CALLED = Map.of(
            "openai", Set.of("files.get", "files.list"),
            "azure", Set.of("files.list"),
            "mistral", Set.of("batches.delete", "files.get", "files.list"),
            "anthropic", Set.of("batches.delete", "models.get"),
            "gemini", Set.of("batches.delete", "files.list"),
            "vertex", Set.of("batches.delete"),
            "bedrock", Set.of());

    private final SimulatedAccounts accounts = new SimulatedAccounts("caravan.fault.providers", "openai,anthropic");
    private final List<String> providers = accounts.names();
    private final List<String> failures = new ArrayList<>();
    private ProviderRig rig;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Map<String, String> models = new LinkedHashMap<>();
        for (String provider : providers) {
            models.put(provider, provider);
            models.put(CALM + provider, provider);
        }
        rig = new ProviderRig(
                folder,
                accounts.simulatorOptions(),
                accounts.simulatorSettings(),
                accounts.models(models),
                graceOfASecond(),
                List.copyOf(models.keySet()),
                new FastClock(TIMES_AS_FAST)::wind,
                ProviderRig.everyMs(50));
    }

    /** A second of the simulator's time. */
    private static String graceOfASecond() throws IOException {
        return Files.readString(Path.of("config/providers.yaml"))
                .replaceAll("grace: 5s", "grace: " + TIMES_AS_FAST + "s");
    }

    @AfterAll
    void stop() {
        if (rig != null) {
            rig.close();
        }
        accounts.close();
    }

    private List<FaultCell> cells(String provider) throws Exception {
        JsonNode table = rig.faultTable();
        List<FaultCell> cells = new ArrayList<>();
        for (String call : texts(table.at("/surfaces/" + provider))) {
            List<String> faults = texts(table.path("call"));
            // One is enough to see that a call is not made.
            boolean made = !NOT_CALLED.get(provider).contains(call);
            FaultCell.ofCall(call, made ? faults : faults.subList(0, 1)).stream()
                    .map(cell -> LOADED_LATER.contains(provider) ? cell.loadedLater() : cell)
                    .forEach(cells::add);
        }
        List<FaultCell> others = new ArrayList<>(
                FaultCell.ofBatch(texts(table.path("batch")), DIFFERENTLY.getOrDefault(provider, Map.of())));
        others.addAll(FaultCell.ofLine(texts(table.path("line"))));
        // What goes again there is too little for a batch of its own; BedrockProviderTest has these.
        others.removeIf(cell -> provider.equals("bedrock") && cell.end() == FaultCell.End.AGAIN);
        cells.addAll(others);
        return cells;
    }

    private static List<String> texts(JsonNode array) throws IOException {
        return new ObjectMapper().readerForListOf(String.class).readValue(array);
    }

    @Test
    void everyFaultOfEveryCallEndsAsTheRulesDemand() throws Exception {
        var table = new FaultTable(providers);
        List<FaultLane> lanes = new ArrayList<>();
        for (String provider : providers) {
            lanes.add(new FaultLane(rig, provider, accounts.least(provider)));
        }
        Map<String, Set<String>> notCalled = new LinkedHashMap<>();
        // A batch that finds no room makes all that follow smaller, so it comes last.
        for (boolean last : List.of(false, true)) {
            for (FaultLane lane : lanes) {
                lane.take(cells(lane.name()).stream()
                        .filter(cell -> cell.isFailedBatch() == last)
                        .toList());
            }
            List<FaultLane> running = lanes.stream().filter(FaultLane::next).toList();
            while (!running.isEmpty()) {
                round(running, table, notCalled);
                running = running.stream().filter(FaultLane::next).toList();
            }
            assertThat(failures).isEmpty();
            for (FaultLane lane : lanes) {
                lane.publishedAsIfNothingHadHappened(CALM + lane.name());
            }
        }
        for (FaultLane lane : lanes) {
            assertThat(notCalled.getOrDefault(lane.name(), Set.of()))
                    .as("calls that " + lane.name() + " was not asked for")
                    .isEqualTo(NOT_CALLED.get(lane.name()));
        }
        rig.audit();
    }

    private void round(List<FaultLane> lanes, FaultTable table, Map<String, Set<String>> notCalled) throws Exception {
        int before = rig.billed().path("records").asInt();
        rig.faults(lanes.stream().map(FaultLane::rules).toList().toString());
        for (FaultLane lane : lanes) {
            lane.begin();
        }
        for (FaultLane lane : lanes) {
            lane.act();
        }
        int charged = 0;
        Set<String> broken = new HashSet<>();
        for (FaultLane lane : lanes) {
            try {
                charged += lane.end();
            } catch (AssertionError | ConditionTimeoutException e) {
                broken.add(lane.name());
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        Set<String> left = new HashSet<>();
        for (JsonNode rule : rig.faultsLeft()) {
            left.add(rule.at("/match/surface").asText() + " " + rule.path("on").asText());
        }
        rig.noFaults();
        for (FaultLane lane : lanes) {
            boolean met = !left.contains(lane.name() + " " + lane.cell().on());
            table.put(
                    lane.cell().title(),
                    lane.name(),
                    broken.contains(lane.name())
                            ? "FAILED"
                            : met ? lane.cell().end().told() : "not called");
            if (!met) {
                notCalled
                        .computeIfAbsent(lane.name(), name -> new TreeSet<>())
                        .add(lane.cell().on());
            }
        }
        table.write();
        JsonNode bill = rig.billed();
        String cells = lanes.stream()
                .map(lane -> lane.name() + " " + lane.cell().title())
                .toList()
                .toString();
        assertThat(bill.path("double")).as(cells).isEmpty();
        if (broken.isEmpty()) {
            assertThat(bill.path("records").asInt() - before).as(cells).isEqualTo(charged);
        }
    }
}
