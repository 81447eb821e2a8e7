package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Role;
import dev.caravan.access.UsersFile;
import dev.caravan.console.browser.Browser;
import dev.caravan.testkit.LiveFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Caravan as a process, a simulator with every fault of single records, and people at its pages in a real browser: one
 * approves, edits, rejects and asks again, one sends records again; then every sink holds what they decided and nothing else.
 */
class JudgementIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TASK = "triage-tickets";
    private static final String PASSWORD = "a password of the test";
    private static final int RECORDS = 500;

    /** Each happens to the records whose text has its word. */
    private static final List<String> FAULTS = List.of(
            "error",
            "rate-limit",
            "refusal",
            "content-filter",
            "truncate",
            "invalid-json",
            "schema-violation",
            "missing",
            "duplicate",
            "swap",
            "status-0");

    @TempDir
    Path folder;

    private Installation installation;
    private JarProcess caravan;

    @BeforeEach
    void install() throws Exception {
        Browser.mustBeThere();
        installation = new Installation(folder);
        UsersFile users = new UsersFile(folder.resolve("config"));
        users.put("reviewer-1", Set.of(Role.REVIEW), PASSWORD);
        users.put("operator", Set.of(Role.OPERATE), PASSWORD);
        Path task = folder.resolve("config/tasks/" + TASK + "/task.yaml");
        Files.writeString(
                task,
                Files.readString(task)
                        .replaceAll("(?m)^retry:.*", "retry: {provider-error: {attempts: 1, backoff: 1s..1s}}")
                        .replaceAll("(?m)^review:.*", "review: {when: 'confidence < 0.7', after-attempts: 1}")
                        .replaceAll("(?m)^window:.*", "window: 0s"));
        StringBuilder faults = new StringBuilder();
        for (String fault : FAULTS) {
            // A rate limit is no failure of a record: without an end it would go again for ever.
            String times = fault.equals("rate-limit") ? ",\"times\":5" : "";
            faults.append(faults.isEmpty() ? "[" : ",")
                    .append("{\"on\":\"line\",\"do\":\"" + fault + "\"" + times)
                    .append(",\"match\":{\"contains\":\"wrong-" + fault + "-\"}}");
        }
        installation.simulator().faults(faults + "]");
        caravan = installation.start(
                installation.simulator(), List.of("--caravan.collect.again-ms=200", "--caravan.reruns.every-ms=50"));
    }

    @AfterEach
    void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    private static String id(int n) {
        return "J-%03d".formatted(n);
    }

    /** Every tenth record has a word of a fault, each fault four or five times. */
    private static String csv() {
        StringBuilder csv = new StringBuilder("ticket_id,customer,product,opened_at,subject,body\n");
        for (int i = 1; i <= RECORDS; i++) {
            String word = i % 10 == 0 ? "wrong-" + FAULTS.get(i / 10 % FAULTS.size()) + "-" : "fine";
            csv.append(id(i)).append(",C").append(i).append(",Desk,2026-11-01,Order is late,Order ");
            csv.append(i)
                    .append(" of day ")
                    .append(i * 7 % 30)
                    .append(" is late (")
                    .append(word)
                    .append(")\n");
        }
        return csv.toString();
    }

    private String base() {
        Pattern ready = Pattern.compile("Caravan is ready.* at (http://localhost:\\d+)");
        List<String> found = new ArrayList<>();
        await("a start", () -> {
            try {
                Matcher line = ready.matcher(caravan.said());
                return line.find() && found.add(line.group(1));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return found.get(0);
    }

    private void await(String what, BooleanSupplier condition) {
        try {
            until(what, condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    what + " did not happen: " + published().size() + " are published\n" + lastWords(), e);
        }
    }

    private String lastWords() {
        try {
            return caravan.lastWords();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void until(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!caravan.isAlive()) {
                        throw new AssertionError(caravan.lastWords());
                    }
                    return condition.getAsBoolean();
                });
    }

    /** All lines that the file sink holds, the newest revision of each source record; none is there twice. */
    private Map<String, JsonNode> published() {
        Map<String, JsonNode> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Path outbox = installation.data().resolve("outbox/" + TASK);
        if (!Files.exists(outbox)) {
            return newest;
        }
        try {
            for (Path file : endingWith(".jsonl", outbox)) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode row = JSON.readTree(line);
                    String id = row.get("source_id").asText();
                    int revision = row.get("revision").asInt();
                    assertThat(seen.add(id + "/" + revision))
                            .as("%s twice", line)
                            .isTrue();
                    newest.merge(id, row, (old, now) -> old.get("revision").asInt() > revision ? old : now);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return newest;
    }

    private static List<Path> endingWith(String end, Path folder) throws IOException {
        return LiveFiles.below(folder).stream()
                .filter(file -> file.toString().endsWith(end))
                .toList();
    }

    /** Source records in the CSV files; each has one row for a revision. */
    private Set<String> inTheOtherSink() {
        Set<String> ids = new HashSet<>();
        Set<String> revisions = new HashSet<>();
        try {
            for (Path file : endingWith(".csv", installation.data().resolve("outbox/" + TASK))) {
                for (String row : Files.readAllLines(file).stream().skip(1).toList()) {
                    String[] cells = row.split(",", 4);
                    ids.add(cells[0]);
                    assertThat(revisions.add(cells[0] + "/" + cells[2])).as(row).isTrue();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ids;
    }

    private static int open(Browser browser) {
        browser.go("/review");
        return Integer.parseInt(browser.text("h1 .soft").replaceAll("\\D", ""));
    }

    /** Opens the first item of a reason; its source id. */
    private static String first(Browser browser, String reason) {
        browser.go("/review/next?reason=" + reason);
        browser.until("#item[data-record]");
        browser.steady();
        return browser.text("#item h1");
    }

    private static void decideAll(Browser browser, String reason, String act) {
        browser.go("/review/bulk?reason=" + reason);
        browser.script("document.querySelector('#act').value = arguments[0]", act);
        browser.find("#why").sendKeys("as all of these");
        browser.find("form.stack button.main").click();
        browser.until("button.danger, section.panel");
        browser.find("button.danger").click();
        browser.until("#flash p");
    }

    private static Set<String> reasons(Browser browser) {
        browser.go("/review");
        Set<String> reasons = new HashSet<>();
        for (Object value :
                (List<?>) browser.script("return [...document.querySelectorAll('#reason option')].map(o => o.value)")) {
            reasons.add(String.valueOf(value));
        }
        reasons.remove("");
        return reasons;
    }

    @Test
    void sinksEndWithWhatPeopleDecidedAndNothingElse() throws Exception {
        installation.drop(TASK, "many.csv", csv());
        try (Browser reviewer = Browser.open(base()).login("reviewer-1", PASSWORD)) {
            await(
                    "every record is published or in review",
                    () -> open(reviewer) + published().size() == RECORDS);
            assertThat(published().values())
                    .allSatisfy(row -> assertThat(row.at("/result/ticket_id").asText())
                            .isEqualTo(row.get("source_id").asText()));
            assertThat(reasons(reviewer)).contains("review.when", "echo", "parse", "missing");
            installation.simulator().clearFaults();

            String approved = first(reviewer, "review.when");
            reviewer.keys("a");
            reviewer.untilText("#flash", approved + ": approved");

            String edited = edit(reviewer);
            String rejected = reject(reviewer, "parse");
            String again = again(reviewer);
            await("what was asked again is published", () -> published().containsKey(again));
            assertThat(published().get(again).get("attempt").asInt()).isEqualTo(2);

            rerunRejected();
            await(
                    "what was rejected is published by the rerun",
                    () -> published().containsKey(rejected));
            String refused = reject(reviewer, "missing");

            int rounds = 0;
            while (open(reviewer) > 0) {
                assertThat(++rounds).isLessThan(20);
                for (String reason : reasons(reviewer)) {
                    decideAll(reviewer, reason, reason.equals("review.when") ? "approve" : "again");
                }
                await("all is home", () -> open(reviewer) + published().size() >= RECORDS - 1);
            }

            Map<String, JsonNode> rows = published();
            assertThat(rows).hasSize(RECORDS - 1).doesNotContainKey(refused);
            await("the other sink holds the same", () -> inTheOtherSink().equals(rows.keySet()));
            assertThat(rows.values())
                    .allSatisfy(row -> assertThat(row.at("/result/ticket_id").asText())
                            .isEqualTo(row.get("source_id").asText()));
            assertThat(rows.get(approved).get("review").asText()).isEqualTo("approved");
            assertThat(rows.get(edited).get("review").asText()).isEqualTo("edited");
            assertThat(rows.get(edited).at("/result/summary").asText()).isEqualTo("A person wrote this.");
            assertThat(rows.get(rejected).get("revision").asInt()).isEqualTo(2);
            assertThat(installation.simulator().bill().get("double")).isEmpty();
        }
    }

    /** An answer of another record: saved as it is it would be wrong, and can't be saved. */
    private static String edit(Browser reviewer) {
        String id = first(reviewer, "echo");
        reviewer.keys("e");
        reviewer.until("#edit");
        reviewer.find("#edit [name='v/summary']").clear();
        reviewer.find("#edit [name='v/summary']").sendKeys("A person wrote this.");
        reviewer.send();
        reviewer.untilText("#item .flash.trouble", "Nothing was saved");
        reviewer.find("#edit [name='v/ticket_id']").clear();
        reviewer.find("#edit [name='v/ticket_id']").sendKeys(id);
        reviewer.send();
        reviewer.untilText("#flash", id + ": edited");
        return id;
    }

    private static String reject(Browser reviewer, String reason) {
        String id = first(reviewer, reason);
        reviewer.keys("r");
        reviewer.keys("not for us");
        reviewer.send();
        reviewer.untilText("#flash", id + ": rejected");
        return id;
    }

    private static String again(Browser reviewer) {
        String id = first(reviewer, "missing");
        reviewer.keys("g");
        reviewer.send();
        reviewer.untilText("#flash", id + ": asked again");
        return id;
    }

    private void rerunRejected() {
        try (Browser operator = Browser.open(base()).login("operator", PASSWORD)) {
            operator.go("/rerun");
            operator.script("document.querySelector('#task').value = arguments[0]", TASK);
            operator.script("document.querySelector('#state').value = 'discarded'");
            operator.find("#why").sendKeys("rejected by mistake");
            operator.find("button.main").click();
            operator.untilText("main", "1 records go again");
            operator.find("button.danger").click();
            operator.untilText("#flash", "Rerun 1 has begun");
        }
    }
}
