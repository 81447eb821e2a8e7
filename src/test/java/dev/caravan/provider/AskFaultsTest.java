package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.RealTimeCosts.Day;
import dev.caravan.realtime.NoAnswerException;
import dev.caravan.realtime.TaskCalls;
import dev.caravan.task.JsonRecord;
import dev.caravan.testkit.SimulatedAccounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way in which a real-time call goes wrong, on every provider, through its route: what the caller is told, what the
 * ledger says that it cost, and what the provider bills. All providers meet a fault at a time, side by side.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Calls with an answer and calls that nobody knows of, by the ledger; calls by the provider's bill. */
    private static final String FREE = "0 answered, 0 unknown, 0 billed";

    private static final String LOST = "0 answered, 1 unknown, 0 billed";
    private static final String LOST_AND_PAID = "0 answered, 1 unknown, 1 billed";
    private static final String PAID = "1 answered, 0 unknown, 1 billed";

    /**
     * @param fault keys of the simulator's rule
     * @param told what the caller gets: why, and the word for it where it is the same everywhere
     */
    private record Cell(String fault, String told, String cost) {}

    /** The refused key comes last: its account is left alone from then on. */
    private static final List<Cell> CELLS = List.of(
            new Cell("\"do\":\"status\",\"status\":500", "REFUSED ", FREE),
            new Cell("\"do\":\"status\",\"status\":429,\"times\":3", "BUSY ", FREE),
            new Cell("\"do\":\"status\",\"status\":503", "REFUSED ", FREE),
            new Cell("\"do\":\"lose-request\"", "LOST no_reply", LOST),
            new Cell("\"do\":\"lose-reply\"", "LOST no_reply", LOST_AND_PAID),
            new Cell("\"do\":\"truncate\",\"bytes\":20", "LOST ", LOST_AND_PAID),
            new Cell("\"do\":\"truncate\",\"bytes\":20,\"how\":\"close\"", "LOST ", LOST_AND_PAID),
            new Cell("\"do\":\"status\",\"status\":200,\"body\":\"<p>proxy</p>\"", "LOST ", LOST),
            new Cell("\"do\":\"delay\",\"ms\":12000", "TIMEOUT timeout", LOST_AND_PAID),
            new Cell("\"do\":\"status\",\"status\":401", "DOWN credential_stopped", FREE));

    private final SimulatedAccounts accounts = new SimulatedAccounts("caravan.ask.providers", "all");
    private final List<String> providers = accounts.names();
    private ProviderRig rig;
    private int asked;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Map<String, String> models = new LinkedHashMap<>();
        providers.forEach(provider -> models.put(provider, provider));
        rig = new ProviderRig(
                folder,
                accounts.simulatorOptions(),
                accounts.simulatorSettings(),
                accounts.models(models),
                Files.readString(Path.of("config/providers.yaml")),
                providers,
                application -> {},
                List.of("--caravan.realtime.timeout=10s"));
    }

    @AfterAll
    void stop() {
        if (rig != null) {
            rig.close();
        }
        accounts.close();
    }

    private synchronized String note() {
        return "{\"note_id\":\"ask-" + ++asked + "\",\"text\":\"It is day " + asked + "\"}";
    }

    /** Why there is no answer, and the word for it; "answered" if there is one. */
    private String ask(String provider) throws Exception {
        TaskCalls calls = rig.bean(TaskCalls.class);
        try {
            calls.ask(provider, JsonRecord.parse(note().getBytes(UTF_8)), calls.newId());
            return "answered";
        } catch (NoAnswerException e) {
            assertThat(e.getMessage()).as(provider).doesNotContain("simulated\"");
            return e.why() + " " + e.code();
        }
    }

    /** What each provider's model says, asked all at once. */
    private Map<String, String> ask() throws Exception {
        ExecutorService all = Executors.newFixedThreadPool(providers.size());
        try {
            Map<String, Future<String>> asking = new TreeMap<>();
            for (String provider : providers) {
                asking.put(provider, all.submit(() -> ask(provider)));
            }
            Map<String, String> told = new TreeMap<>();
            for (Map.Entry<String, Future<String>> one : asking.entrySet()) {
                told.put(one.getKey(), one.getValue().get());
            }
            return told;
        } finally {
            all.shutdown();
        }
    }

    private Map<String, String> costs(Map<String, long[]> before) throws Exception {
        Map<String, String> costs = new TreeMap<>();
        sums().forEach((provider, now) -> {
            long[] then = before.get(provider);
            costs.put(
                    provider,
                    (now[0] - then[0]) + " answered, " + (now[1] - then[1]) + " unknown, " + (now[2] - then[2])
                            + " billed");
        });
        return costs;
    }

    /** By provider: answered and unknown calls by the ledger, and calls by the bill. */
    private Map<String, long[]> sums() throws Exception {
        Map<String, long[]> sums = new TreeMap<>();
        providers.forEach(provider -> sums.put(provider, new long[3]));
        for (Day day : rig.ledger().realTimeCosts().since(LocalDate.EPOCH)) {
            long[] sum = sums.get(day.calls().credential());
            sum[0] += day.calls().calls();
            sum[1] += day.unknown();
        }
        JsonNode bill = rig.billed().path("realtime");
        bill.properties()
                .forEach(surface -> sums.get(surface.getKey())[2] =
                        surface.getValue().path("calls").asLong());
        return sums;
    }

    private Map<String, String> each(String value) {
        Map<String, String> each = new TreeMap<>();
        providers.forEach(provider -> each.put(provider, value));
        return each;
    }

    @Test
    void everyFaultIsToldAndPaidForAsItIs() throws Exception {
        for (Cell cell : CELLS) {
            Map<String, long[]> before = sums();
            rig.faults(Stream.of(cell)
                    .flatMap(one -> providers.stream()
                            .map(name ->
                                    "{\"on\":\"ask\",\"match\":{\"surface\":\"" + name + "\"}," + one.fault() + "}"))
                    .toList()
                    .toString());
            Map<String, String> told = ask();
            assertThat(told.values()).as("%s %s", cell.fault(), told).allMatch(one -> one.startsWith(cell.told()));
            // A delayed call is carried out after its caller has gone.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(costs(before)).as(cell.fault()).isEqualTo(each(cell.cost())));
            rig.noFaults();
            if (!cell.told().startsWith("DOWN")) {
                Map<String, long[]> again = sums();
                assertThat(ask()).as("after %s", cell.fault()).isEqualTo(each("answered"));
                assertThat(costs(again)).isEqualTo(each(PAID));
            }
        }
        assertThat(ask()).as("after a refused key").isEqualTo(each("DOWN credential_stopped"));
    }
}
