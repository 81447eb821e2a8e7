package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Counts;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.RecordState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettledReportTest {
    private static final Map<RecordState, Long> ENDS = Map.of(
            RecordState.PUBLISHED, 54L,
            RecordState.REVIEW_REQUIRED, 4L,
            RecordState.INVALID_OUTPUT, 1L,
            RecordState.PROVIDER_ERROR, 1L);

    @Test
    void saysWhatBecameOfEveryRowThatWasRead() {
        SettledReport report = SettledReport.of(new DropCounts(63, 2, 1, 0, 0, ENDS), List.of(), 0, List.of());
        assertThat(report.line())
                .isEqualTo("settled read=63 refused=2 duplicate=1 unchanged=0 stale=0 published=54 review=4 invalid=1"
                        + " error=1 held=0 discarded=0 superseded=0");
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void failsWhenARowIsNotAccountedFor() {
        SettledReport report = SettledReport.of(new DropCounts(64, 2, 1, 0, 0, ENDS), List.of(), 0, List.of());
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith("Not every row that was read is accounted for");
    }

    @Test
    void failsWhenARecountDisagreesOrADeliveryWasGivenUp() {
        DropCounts counts = new DropCounts(5, 0, 0, 0, 0, Map.of(RecordState.COMPLETED, 5L));
        assertThat(SettledReport.of(counts, List.of("Drop 7: published counts 4, rows say 5"), 0, List.of())
                        .problems())
                .containsExactly(
                        "Drop 7: published counts 4, rows say 5",
                        "5 records are not at rest but completed: their delivery was given up; see the log");
    }

    @Test
    void countsWhatWaitsForAnotherDaysBudgetAsAtRest() {
        DropCounts counts = new DropCounts(5, 0, 0, 0, 0, Map.of(RecordState.QUEUED, 3L, RecordState.PUBLISHED, 2L));
        SettledReport report = SettledReport.of(counts, List.of(), 3, List.of());
        assertThat(report.exitCode()).isZero();
        assertThat(report.line()).endsWith(" superseded=0 waiting=3");
        assertThat(SettledReport.of(counts, List.of(), 2, List.of()).problems())
                .containsExactly("1 records are not at rest but queued");
    }

    @Test
    void countsWhatWaitsBehindAGateAsAtRest() {
        DropCounts counts = new DropCounts(5, 0, 0, 0, 0, Map.of(RecordState.COMPLETED, 3L, RecordState.PUBLISHED, 2L));
        SettledReport report = SettledReport.of(counts, List.of(), 0, List.of(), 3);
        assertThat(report.exitCode()).isZero();
        assertThat(report.line()).endsWith(" superseded=0 pending=3");
        assertThat(SettledReport.of(counts, List.of(), 0, List.of(), 2).problems())
                .containsExactly("1 records are not at rest but completed: their delivery was given up; see the log");
    }

    @Test
    void printsTheLineLastOnStandardOutputAndProblemsElsewhere() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        ExitWhenSettled.print(
                new SettledReport("settled read=0", List.of("one", "two")),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("settled read=0" + System.lineSeparator());
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).containsExactly("one", "two");
    }

    @Test
    void namesTheTasksThatAreNoLongerThereAndWhatTheyLeft() {
        DropCounts counts = new DropCounts(
                9, 0, 0, 0, 0, Map.of(RecordState.QUEUED, 3L, RecordState.COMPLETED, 1L, RecordState.PUBLISHED, 5L));
        SettledReport report = SettledReport.of(counts, List.of(), 0, List.of(new Counts.Left(7, "old-notes", 3, 1)));
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.problems())
                .containsExactly("Task \"old-notes\" is no longer in config/tasks, and 3 of its records are queued,"
                        + " 1 completed and not published. Put the task back to go on, or hold what is queued:"
                        + " cancel --task=old-notes");
    }
}
