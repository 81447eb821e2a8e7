package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Request;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.ledger.SqliteLedger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands cancel and release. */
class AskingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    private Ledger ledger() {
        return SqliteLedger.open(data.resolve("ledger").resolve("caravan.db"), Clock.systemUTC());
    }

    private int ask(Kind kind, Duration patience, String... options) {
        String[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = "--caravan.data=" + data;
        return new Asking(
                        kind,
                        patience,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(all);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void saysWhatTheCaravanThatRunsDidAboutIt() {
        try (Ledger ledger = ledger()) {
            ledger.recipes().taskId("triage-tickets");
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                    () -> ask(Kind.CANCEL, Duration.ofMinutes(1), "--task=triage-tickets"));
            Request request = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> ledger.requests()
                                    .open(java.util.EnumSet.allOf(dev.caravan.ledger.Requests.Kind.class)),
                            open -> open.size() == 1)
                    .get(0);
            assertThat(request.wish()).isEqualTo(new Wish(Kind.CANCEL, About.TASK, "triage-tickets"));
            assertThat(request.actor()).isEqualTo(System.getProperty("user.name"));
            ledger.requests().done(request.id(), Answer.done("drops 1, 2 are cancelled"));
            assertThat(code.join()).isZero();
            assertThat(out()).isEqualTo("cancel: task triage-tickets: drops 1, 2 are cancelled");
        }
    }

    @Test
    void leavesARequestForTheNextStart() {
        try (Ledger ledger = ledger()) {
            ledger.drops().arriving(new Drops.NewDrop(ledger.recipes().taskId("t"), "inbox", "a.csv", null));
        }
        assertThat(ask(Kind.RELEASE, Duration.ZERO, "--drop=1")).isZero();
        assertThat(out()).startsWith("release: drop 1 (a.csv, 0 rows): noted. No Caravan on " + data);
        try (Ledger ledger = ledger()) {
            assertThat(ledger.requests().open(java.util.EnumSet.allOf(dev.caravan.ledger.Requests.Kind.class)))
                    .extracting(Request::wish)
                    .containsExactly(new Wish(Kind.RELEASE, About.DROP, "1"));
        }
    }

    @Test
    void leavesNothingForWhatTheLedgerDoesNotKnow() {
        try (Ledger ledger = ledger()) {
            assertThat(ask(Kind.CANCEL, Duration.ZERO, "--batch=12")).isEqualTo(1);
            assertThat(ledger.requests().open(java.util.EnumSet.allOf(dev.caravan.ledger.Requests.Kind.class)))
                    .isEmpty();
        }
        assertThat(err()).isEqualTo("cancel: The ledger in " + data + " knows no batch 12. Nothing was done");
    }

    @Test
    void writesNothingIntoAFolderThatHoldsNoLedger() {
        assertThat(ask(Kind.CANCEL, Duration.ZERO, "--batch=12")).isEqualTo(1);
        assertThat(err()).startsWith("cancel: There is no ledger in " + data);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void wantsOneThingAtATime() {
        assertThat(ask(Kind.CANCEL, Duration.ZERO)).isEqualTo(2);
        assertThat(ask(Kind.CANCEL, Duration.ZERO, "--batch=1", "--drop=2")).isEqualTo(2);
        assertThat(ask(Kind.RELEASE, Duration.ZERO, "--batch=last")).isEqualTo(2);
        assertThat(err().lines())
                .containsExactly(
                        "cancel: says what: one of --batch=12, --drop=4, --task=triage-tickets",
                        "cancel: says what: one of --batch=12, --drop=4, --task=triage-tickets",
                        "release: \"last\" is no number. One of --batch=12, --drop=4, --task=triage-tickets,"
                                + " --code=request_too_large");
    }
}
