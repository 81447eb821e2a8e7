package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Problems;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.TestClock;
import dev.caravan.notice.NoticeTestAccess;
import dev.caravan.notice.WebhookReplays;
import dev.caravan.publish.SinkBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes of notices, with real ledger and connections. */
@Timeout(60)
class NoticesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestClock clock = new TestClock();
    private final Map<String, String> urls = new TreeMap<>();
    private final List<RouteRig> rigs = new ArrayList<>();
    private SinkBench bench;
    private WebhookReceiver crm;

    @TempDir
    Path data;

    @BeforeEach
    void start() throws Exception {
        bench = new SinkBench(data, "tickets", clock);
        crm = new WebhookReceiver();
        urls.put("crm", crm.url("localhost"));
    }

    @AfterEach
    void stop() {
        rigs.forEach(RouteRig::close);
        bench.close();
        crm.close();
    }

    /** A process that tells webhooks. */
    private void run(String... hosts) throws Exception {
        OutgoingHosts allowed = OutgoingHosts.read(List.of(hosts), new Problems());
        RouteRig rig = new RouteRig("http://localhost:9/v1")
                .bind("notices", NoticeTestAccess.notifier(bench.ledger(), urls, data, clock))
                .bind("webhookHttp", new OutgoingHttp(allowed))
                .bind("webhookHeaders", new WebhookHeaders())
                .bind("sinkCall", new SinkCall(Clock.systemUTC()))
                .property("caravan.notices.every-ms", "50");
        rig.load("pipeline/errors.camel.yaml").load("pipeline/notices.camel.yaml");
        rigs.add(rig);
        urls.keySet().forEach(bench.ledger().notices()::cursor);
        rig.start();
    }

    private static List<String> types(WebhookReceiver receiver) throws Exception {
        List<String> types = new ArrayList<>();
        for (WebhookReceiver.Sent one : receiver.sent) {
            types.add(JSON.readTree(one.body()).path("type").asText());
        }
        return types;
    }

    @Test
    void tellsEveryMoveInItsOrderSignedAndWithoutContents() throws Exception {
        run("localhost", "127.0.0.1", "::1");
        bench.publication(Map.of("a-secret-id", "a-secret-answer"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(types(crm)).contains("publication.sealed"));
        assertThat(types(crm))
                .containsSubsequence(
                        "drop.sealed", "batch.submitted", "batch.collecting", "batch.collected", "publication.sealed")
                .doesNotContain("records.moved", "drop.reading", "batch.creating");
        for (WebhookReceiver.Sent one : crm.sent) {
            long at = Long.parseLong(one.header("Webhook-timestamp"));
            assertThat(at).isEqualTo(clock.instant().getEpochSecond());
            assertThat(one.header("Webhook-signature"))
                    .isEqualTo(new Webhook(NoticeTestAccess.KEY).sign(one.header("Webhook-id"), at, one.body()));
            assertThat(one.body()).doesNotContain("a-secret");
        }
        assertThat(crm.sent)
                .extracting(one -> one.header("Webhook-id"))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("msg_[a-z0-9]+_\\d+_crm"));
        JsonNode collected = JSON.readTree(crm.sent.stream()
                .map(WebhookReceiver.Sent::body)
                .filter(body -> body.contains("batch.collected"))
                .findFirst()
                .orElseThrow());
        assertThat(collected.path("data")).isEqualTo(JSON.readTree("""
                        {"batch": 1, "state": "collected", "task": "triage", "workspace": "sales",
                         "counts": {"error": 0, "invalid": 0, "missing": 0, "not_run": 0, "ok": 1, "sent": 1}}
                        """));
    }

    @Test
    void theExampleThatTriesAReceiverIsSignedAsNoticesAre() throws Exception {
        Matcher example = Pattern.compile("```bash\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/webhooks.md")));
        assertThat(example.find()).isTrue();
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", example.group(1))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("RECEIVER", crm.url("localhost"));
        builder.environment()
                .put("CRM_WEBHOOK_SECRET", "whsec_" + Base64.getEncoder().encodeToString(NoticeTestAccess.KEY));
        assertThat(builder.start().waitFor()).isZero();
        WebhookReceiver.Sent one = crm.sent.get(0);
        assertThat(one.header("Webhook-signature"))
                .isEqualTo(new Webhook(NoticeTestAccess.KEY)
                        .sign(one.header("Webhook-id"), Long.parseLong(one.header("Webhook-timestamp")), one.body()));
        assertThat(JSON.readTree(one.body()).path("type").asText()).isEqualTo("drop.finished");
    }

    @Test
    void oneThatHangsKeepsNoOtherWaiting() throws Exception {
        try (WebhookReceiver slow = new WebhookReceiver()) {
            slow.hang();
            urls.put("a-slow-one", slow.url("localhost"));
            run("localhost", "127.0.0.1", "::1");
            bench.publication(Map.of("a", "1"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(types(crm)).contains("batch.collected"));
            await().atMost(Duration.ofSeconds(60)).until(() -> !slow.sent.isEmpty());
            assertThat(slow.sent).as("still in the first").hasSize(1);
        }
    }

    @Test
    void sendsAgainUnderTheSameIdAndGivesUpAfterADay() throws Exception {
        crm.answer(500);
        run("localhost", "127.0.0.1", "::1");
        bench.publication(Map.of("a", "1"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(crm.sent).isNotEmpty());
        for (int sends = 2; sends < 5; sends++) {
            int soFar = sends;
            clock.pass(Duration.ofMinutes(5));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(crm.sent.size()).isGreaterThanOrEqualTo(soFar));
        }
        clock.pass(Duration.ofHours(25));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(bench.ledger().events().of("webhook crm", 10))
                        .extracting(event -> event.kind())
                        .contains(EventKind.WEBHOOK_GIVEN_UP));
        assertThat(bench.ledger().events().of("webhook crm", 10).get(0).body())
                .endsWith("for a day it answered 500. When it works again: java -jar caravan.jar replay --webhook=crm");
        crm.answer(204);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(bench.ledger().notices().due()).isEmpty());
        String first = crm.sent.get(0).header("Webhook-id");
        int before = crm.sent.size();
        new WebhookReplays(data).ask("crm");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(crm.sent.stream().skip(before).map(one -> one.header("Webhook-id")))
                        .contains(first));
    }

    @Test
    void neverConnectsToAnAddressThatIsNotAllowedWhateverNameLeadsThere() throws Exception {
        run("localhost");
        bench.publication(Map.of("a", "1"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(reasons())
                        .anyMatch(reason ->
                                reason.matches("localhost is .*, which is no public address\\. If it shall be sent to,"
                                        + " name it in caravan\\.outgoing\\.hosts; nothing was sent")));
        assertThat(crm.sent).isEmpty();
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (WebhookReceiver other = new WebhookReceiver()) {
            crm.redirect(other.url("localhost"));
            run("localhost", "127.0.0.1", "::1");
            bench.publication(Map.of("a", "1"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(reasons()).contains("it answered 307"));
            assertThat(other.sent).isEmpty();
        }
    }

    private List<String> reasons() throws Exception {
        List<String> all = new ArrayList<>();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger/caravan.db"));
                ResultSet rows =
                        c.createStatement().executeQuery("SELECT reason FROM notice WHERE reason IS NOT NULL")) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }
}
