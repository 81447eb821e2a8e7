package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.testkit.Ports;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many drops, a huge one, many open reviews: the packaged jar, each with a bound. {@code -Dcaravan.matrix=long}; figures go to
 * standard output. Bounds are of CPU time where that is what counts: whatever else runs on the machine makes walls longer.
 */
@EnabledIfSystemProperty(named = "caravan.matrix", matches = "long")
class ScaleIT {
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final Pattern ITEM = Pattern.compile("href=\"/review/(\\d+)[\"?]");

    private static String settled(int published, int review) {
        return "settled read=%d refused=0 duplicate=0 unchanged=0 stale=0 published=%d review=%d invalid=0 error=0 held=0"
                .formatted(published + review, published, review);
    }

    @Test
    void aThousandDropsOfAHundredRecords(@TempDir Path folder) throws Exception {
        try (var rig = new ScaleRig(folder, "")) {
            rig.drop(1_000, 100);
            ScaleRig.Taken taken = rig.settle("-Xmx256m", LONGEST);
            System.out.println("Scale: 1000 drops of 100 records: " + taken);
            assertThat(taken.lastLine()).startsWith(settled(100_000, 0));
            assertThat(taken.use().cpuSeconds()).isLessThan(150);
            assertThat(taken.use().mebibytes()).isLessThan(600);
        }
    }

    /** {@code -Dcaravan.scale.records=}; needs 4 GB of disk for each million. */
    @Test
    void aDropOfTenMillionRecordsTakesTenTimesWhatOneMillionTakes(@TempDir Path small, @TempDir Path large)
            throws Exception {
        int records = Integer.getInteger("caravan.scale.records", 10_000_000);
        ScaleRig.Taken tenth = whole(small, records / 10);
        ScaleRig.Taken all = whole(large, records);
        assertThat(all.use().cpuSeconds()).isLessThan(10.5 * tenth.use().cpuSeconds());
        assertThat(all.use().mebibytes()).isLessThan(850);
    }

    private static ScaleRig.Taken whole(Path folder, int records) throws Exception {
        try (var rig = new ScaleRig(folder, "")) {
            rig.drop(1, records);
            ScaleRig.Taken taken = rig.settle("-Xmx512m", LONGEST);
            System.out.println("Scale: 1 drop of " + records + " records: " + taken);
            assertThat(taken.lastLine()).startsWith(settled(records, 0));
            return taken;
        }
    }

    /** {@code -Dcaravan.scale.reviews=}. Times are those of a person's browser on this machine. */
    @Test
    void theQueueIsQuickWithAHundredThousandOpenReviews(@TempDir Path folder) throws Exception {
        int items = Integer.getInteger("caravan.scale.reviews", 100_000);
        try (var rig = new ScaleRig(folder, "review: {sample: 100%}\n")) {
            rig.drop(10, items / 10);
            assertThat(rig.settle("-Xmx256m", LONGEST).lastLine()).startsWith(settled(0, items));
            int port = Ports.free();
            JarProcess caravan = rig.start("-Xmx256m", "--server.port=" + port);
            String base = "http://localhost:" + port;
            Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
                assertThat(caravan.isAlive()).as(caravan.lastWords()).isTrue();
                return ConsoleServer.login(base, "reviewer-1").get("/review").statusCode() == 200;
            });
            Client person = ConsoleServer.login(base, "reviewer-1");
            Deque<String> ids = new ArrayDeque<>();
            Supplier<HttpResponse<String>> decide = () -> {
                if (ids.isEmpty()) {
                    Matcher item = ITEM.matcher(person.get("/review").body());
                    while (item.find()) {
                        ids.add(item.group(1));
                    }
                }
                return person.postAhead(
                        "/review/" + ids.remove(), Map.of("act", "approve", "version", "1", "name", "n"));
            };
            p95("warm up", 200, decide);
            double list = p95("the list", 200, () -> person.get("/review"));
            double decision = p95("a decision", 500, decide);
            // Nobody waits, also where other work keeps the machine busy.
            assertThat(list).isLessThan(1_000);
            assertThat(decision).isLessThan(1_000);
            assertThat(caravan.use().orElseThrow().mebibytes()).isLessThan(600);
        }
    }

    private static double p95(String what, int times, Supplier<HttpResponse<String>> request) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            HttpResponse<String> reply = request.get();
            millis.add((System.nanoTime() - start) / 1e6);
            assertThat(reply.statusCode()).as(what).isEqualTo(200);
        }
        millis.sort(null);
        double p95 = millis.get(times * 95 / 100);
        System.out.printf(
                java.util.Locale.ROOT,
                "Scale: open reviews: %s: p50 %.0f ms, p95 %.0f ms%n",
                what,
                millis.get(times / 2),
                p95);
        return p95;
    }
}
