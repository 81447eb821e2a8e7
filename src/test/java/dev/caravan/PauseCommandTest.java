package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.ledger.SqliteLedger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands pause and resume, with the configuration that is shipped. */
class PauseCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    private Ledger ledger() {
        return SqliteLedger.open(data.resolve("ledger").resolve("caravan.db"), Clock.systemUTC());
    }

    private int run(boolean resumes, String... options) {
        out.reset();
        err.reset();
        return new PauseCommand(
                        resumes,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(Stream.concat(Stream.of(options), Stream.of("--caravan.data=" + data))
                        .toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8).strip()
                + err.toString(StandardCharsets.UTF_8).strip();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aRunningCaravanHeedsItAtOnceAndTheSecondTimeNothingIsChanged() {
        try (Ledger ledger = ledger()) {
            assertThat(run(false, "--credential=simulated", "--why=key leaked", "--silent"))
                    .isZero();
            assertThat(said())
                    .isEqualTo(
                            "pause: credential \"simulated\": it is paused: nothing goes out, and nobody is asked about"
                                    + " what was sent, until somebody resumes it");
            Pause pause = ledger.pauses().inForce().get(0);
            assertThat(pause.what()).isEqualTo(new What(Kind.CREDENTIAL, "simulated"));
            assertThat(pause.terms().silent()).isTrue();
            assertThat(pause.terms().why()).isEqualTo("key leaked");
            assertThat(pause.actor()).isEqualTo(System.getProperty("user.name"));
            assertThat(run(false, "--credential=simulated", "--silent")).isZero();
            assertThat(said())
                    .contains("it was paused so before, since " + pause.at())
                    .contains("(key leaked)");
            assertThat(run(true, "--credential=simulated")).isZero();
            assertThat(said()).startsWith("resume: credential \"simulated\": it goes on. It was paused since ");
            assertThat(run(true, "--credential=simulated")).isEqualTo(1);
            assertThat(said())
                    .isEqualTo("resume: credential \"simulated\" is not paused, and nothing else is. Nothing was done");
        }
    }

    @Test
    void ofEachKindThereAreTheNamesOfTheConfigurationAndOfTasksThoseOfTheLedgerToo() throws IOException {
        try (Ledger ledger = ledger()) {
            ledger.recipes().taskId("gone");
        }
        for (String one : List.of("provider=simulator", "credential=simulated", "model=fast", "task=gone")) {
            run(false, "--" + one, "--for=2h", "--json");
            assertThat(err.toString(StandardCharsets.UTF_8)).as(one).isEmpty();
            assertThat(json().path("state").asText()).isEqualTo("begun");
            assertThat(json().path("until").isTextual()).isTrue();
        }
        try (Ledger ledger = ledger()) {
            assertThat(ledger.pauses().inForce())
                    .hasSize(4)
                    .allSatisfy(one -> assertThat(
                                    Duration.between(one.at(), one.terms().until()))
                            .isBetween(
                                    Duration.ofHours(2).minusSeconds(1),
                                    Duration.ofHours(2).plusSeconds(1)));
        }
    }

    @Test
    void refusesWhatItDoesNotKnowAndChangesNothing() {
        ledger().close();
        assertThat(run(false, "--credential=opnai")).isEqualTo(CaravanApplication.WRONG_USE);
        assertThat(said()).contains("There is no credential \"opnai\"; there").contains("simulated");
        assertThat(run(false)).isEqualTo(CaravanApplication.WRONG_USE);
        assertThat(run(false, "--task=a", "--provider=b")).isEqualTo(CaravanApplication.WRONG_USE);
        assertThat(run(false, "--credential=simulated", "--for=soon")).isEqualTo(CaravanApplication.WRONG_USE);
        assertThat(said()).contains("\"soon\" is no time that a pause can last: 30m, 2h, 3d");
        assertThat(run(false, "--credential=simulated", "--until=2026-01-01T00:00:00Z"))
                .isEqualTo(CaravanApplication.WRONG_USE);
        assertThat(run(false, "--credential=simulated", "--for=1h", "--until=2036-01-01T00:00:00Z"))
                .isEqualTo(CaravanApplication.WRONG_USE);
        try (Ledger ledger = ledger()) {
            assertThat(ledger.pauses().inForce()).isEmpty();
        }
    }
}
