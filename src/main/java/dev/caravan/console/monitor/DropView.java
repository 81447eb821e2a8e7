package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Waits;
import dev.caravan.ledger.Contents;
import dev.caravan.ledger.Contents.Failures;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Gates;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Requests.About;
import dev.caravan.publish.Held;
import dev.caravan.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a drop's page that shows what is so now.
 *
 * @param counts rows and records by what became of them; @param gate why it is closed, empty if it has none or is open
 * @param asked acts that people asked for; @param cut of the failures only the first were counted
 */
record DropView(
        String live,
        DropLine drop,
        List<Waits> waits,
        String bytes,
        String zone,
        String purgedAt,
        List<Count> counts,
        List<FailureLine> rows,
        boolean cut,
        List<String> gate,
        String sampled,
        List<AskedLine> asked) {
    private static final int LOOK = 10_000;
    private static final int ASKED = 10;

    /** @param href of those records; empty where there is no list of them */
    record Count(String name, String number, String href) {}

    boolean waiting() {
        return !waits.isEmpty();
    }

    boolean failed() {
        return !rows.isEmpty();
    }

    boolean closed() {
        return !gate.isEmpty();
    }

    boolean wasAsked() {
        return !asked.isEmpty();
    }

    static DropView of(Viewer viewer, DropRow row, String live) {
        long id = row.drop().id();
        Outlook outlook = new Outlooks(viewer.ledger(), viewer.tasks(), viewer.now())
                .of(List.of(row))
                .getOrDefault(id, new Outlook(List.of(), "", "", ""));
        boolean troubled =
                TROUBLED.stream().anyMatch(state -> row.drop().counts().in(state) > 0);
        Failures failures = troubled
                ? viewer.ledger().contents().failures(List.of(id), Contents.TROUBLED, LOOK)
                : new Failures(List.of(), true);
        Optional<Held> held = held(viewer, row);
        return new DropView(
                live,
                DropLine.of(row, viewer, outlook, viewer.now()),
                Waits.of(viewer.why().drop(row)),
                Figures.bytes(row.bytes()),
                row.drop().zone(),
                Viewer.iso(row.purgedAt()),
                counts(row),
                failures.rows().stream().limit(Viewer.ROWS).map(FailureLine::of).toList(),
                !failures.whole() || failures.rows().size() > Viewer.ROWS,
                held.map(Held::why).orElse(List.of()),
                held.map(Held::sampled).orElse(""),
                viewer.ledger().requests().about(About.DROP, String.valueOf(id), ASKED).stream()
                        .map(AskedLine::of)
                        .toList());
    }

    private static final List<RecordState> TROUBLED =
            Contents.TROUBLED.stream().sorted(Comparator.naturalOrder()).toList();

    /** What keeps its gate closed; empty if it has none, or nothing waits there. */
    private static Optional<Held> held(Viewer viewer, DropRow row) {
        Optional<Task> task = viewer.tasks().find(row.task());
        if (task.isEmpty() || row.opened() || !viewer.tasks().gated().contains(row.task())) {
            return Optional.empty();
        }
        DropCounts counts = row.drop().counts();
        DropState state = row.drop().state();
        if (counts.in(RecordState.COMPLETED) == 0 || (state != DropState.SEALED && state != DropState.FAILED)) {
            return Optional.empty();
        }
        Gates.Waiting waiting = new Gates.Waiting(
                row.drop().id(),
                0,
                counts.in(RecordState.COMPLETED),
                counts.in(RecordState.QUEUED) + counts.in(RecordState.SUBMITTED) + counts.in(RecordState.HELD),
                counts.in(RecordState.HELD),
                counts.in(RecordState.REVIEW_REQUIRED));
        return Optional.of(Held.of(viewer.ledger().gates(), task.get().publish(), waiting));
    }

    private static List<Count> counts(DropRow row) {
        DropCounts counts = row.drop().counts();
        List<Count> all = new ArrayList<>();
        all.add(new Count("rows read", Figures.count(counts.read()), ""));
        for (Map.Entry<String, Long> one : List.of(
                Map.entry("refused", counts.refused()),
                Map.entry("duplicate", counts.duplicate()),
                Map.entry("unchanged", counts.unchanged()),
                Map.entry("stale", counts.stale()))) {
            if (one.getValue() > 0) {
                all.add(new Count(
                        one.getKey(),
                        Figures.count(one.getValue()),
                        one.getKey().equals("refused") ? "#refusals" : ""));
            }
        }
        for (RecordState state : RecordState.values()) {
            if (counts.in(state) > 0) {
                String word = Badge.word(state);
                all.add(new Count(
                        Figures.words(state),
                        Figures.count(counts.in(state)),
                        "/drops/" + row.drop().id() + "?state=" + word + "#records"));
            }
        }
        return all;
    }
}
