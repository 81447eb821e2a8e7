package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.rerun.RerunRig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerunCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    private int run(Duration patience, String... options) {
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = "--caravan.data=" + data;
        return new Rerun(
                        patience,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(all);
    }

    private CompletableFuture<Integer> answered(RerunRig rig, String... options) throws Exception {
        var code = CompletableFuture.supplyAsync(() -> run(Duration.ofMinutes(1), options));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !rig.yard
                        .ledger
                        .requests()
                        .open(EnumSet.allOf(Kind.class))
                        .isEmpty());
        rig.reruns.once();
        return code;
    }

    @Test
    void showsWhatItCostsFirstAndSendsOnlyWithYes() throws Exception {
        try (var rig = new RerunRig(data)) {
            rig.yard.drop("text", "a", "b");
            rig.yard.submit();
            rig.yard.collect(Map.of("b", RecordState.INVALID_OUTPUT));

            assertThat(answered(rig, "--task=triage", "--state=invalid_output").join())
                    .isZero();
            assertThat(rig.yard.counts(1).in(RecordState.QUEUED)).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                            rerun: 1 records go again, answered by version 1 with m
                              1 invalid_output
                            It costs about 0.0000 USD; a full rerun of the task (2 records) about 0.0000 USD.
                            Nothing was sent. With --yes --why="…" they go
                            """);
            assertThat(answered(rig, "--task=triage", "--state=invalid_output", "--yes", "--why=new prompt")
                            .join())
                    .isZero();
            assertThat(rig.yard.counts(1).in(RecordState.QUEUED)).isEqualTo(1);
            assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("rerun: rerun 1 has begun: 1 records go again\n");
            assertThat(answered(rig, "--task=triage", "--drop=9").join()).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualToNormalizingNewlines(
                            "rerun: not done: There is no drop 9 of task \"triage\" whose rows are there\n");
        }
    }

    @Test
    void sendsNothingWhereAnOptionIsNotUnderstood() {
        try (var rig = new RerunRig(data)) {
            for (String option : List.of("--sate=held", "--state=", "--state", "held", "--persons=no")) {
                assertThat(run(Duration.ZERO, "--task=triage", option, "--yes", "--why=x"))
                        .as(option)
                        .isEqualTo(2);
            }
            assertThat(run(Duration.ZERO, "--task=triage", "--yes=false", "--why=x"))
                    .as("a preview")
                    .isEqualTo(1);
            assertThat(rig.yard.ledger.requests().open(EnumSet.allOf(Kind.class)))
                    .isEmpty();
        }
        assertThat(err.toString(StandardCharsets.UTF_8).lines().limit(5))
                .containsExactly(
                        "rerun: --sate is no option. Allowed: task, drop, state, code, prompt-version, model, from, to,"
                                + " earlier, persons, why, yes, json. Did you mean \"state\"?",
                        "rerun: --state has no value. Leave it out where it does not matter",
                        "rerun: --state has no value. Leave it out where it does not matter",
                        "rerun: \"held\" is no option. Write --name=value",
                        "rerun: persons \"no\" is neither true nor false");
    }

    @Test
    void leavesNothingBehindWhereNobodyAnswersAPreview() {
        try (var rig = new RerunRig(data)) {
            assertThat(run(Duration.ZERO, "--task=triage")).isEqualTo(1);
            assertThat(run(Duration.ZERO, "--task=other")).isEqualTo(1);
            assertThat(run(Duration.ZERO, "--state=held")).isEqualTo(2);
            assertThat(run(Duration.ZERO, "--task=triage", "--yes")).isEqualTo(2);
            assertThat(rig.yard.ledger.requests().open(EnumSet.allOf(Kind.class)))
                    .isEmpty();
            assertThat(run(Duration.ZERO, "--task=triage", "--yes", "--why=x")).isZero();
            assertThat(rig.yard.ledger.requests().open(EnumSet.of(Kind.RERUN))).hasSize(1);
        }
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "rerun: No Caravan on " + data
                                + " has answered within 0 s, and only a running one can tell what it" + " costs",
                        "rerun: The ledger in " + data + " knows no task other. Nothing was done",
                        "rerun: task says which task; it must be given",
                        "rerun: --why=\"…\" says why they go again; it must be given, for it is kept");
    }
}
