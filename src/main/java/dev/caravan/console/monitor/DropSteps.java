package dev.caravan.console.monitor;

import static dev.caravan.console.monitor.Wording.many;

import dev.caravan.console.monitor.Outlook.Said;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Overview.Job;
import dev.caravan.ledger.RecordState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a drop waits for, a sentence each: what goes on by itself first, then what somebody has to do something about. */
final class DropSteps {
    private final DropRow row;
    private final DropCounts counts;
    private final List<Said> said = new ArrayList<>();

    private DropSteps(DropRow row) {
        this.row = row;
        this.counts = row.drop().counts();
    }

    /** @param open its batches that are not over; @param closed whether there is a gate before its valid answers; never empty */
    static List<Said> of(DropRow row, List<Job> open, boolean closed, Instant now) {
        DropSteps steps = new DropSteps(row);
        steps.stopped();
        steps.reading();
        steps.batch(open, now);
        steps.waiting(closed);
        steps.people();
        if (steps.said.isEmpty()) {
            steps.add(steps.counts.read() == 0 ? "Nothing: it has no rows" : "Nothing: every record has its end", "");
        }
        return List.copyOf(steps.said);
    }

    private void stopped() {
        if (row.cancelled()) {
            add("It is cancelled: nothing of it is sent again until somebody lets it go", "");
        }
        if (row.held()) {
            add("Somebody holds it: nothing more of it is sent until it is let go", "");
        }
    }

    private void reading() {
        String reason = row.drop().reason() == null ? "" : ": " + row.drop().reason();
        switch (row.drop().state()) {
            case ARRIVING -> add("Its bytes are being taken", "");
            case RECEIVED -> add("It is read as soon as somebody is free", "");
            case READING -> add("Its rows are being read", "");
            case FAILED -> add("It could not be read" + reason, "");
            case VOID -> add("Its source was gone before it was taken" + reason, "");
            case SEALED -> {}
        }
    }

    /** The one that somebody looks at next. */
    private void batch(List<Job> open, Instant now) {
        open.stream()
                .min(Comparator.comparing(
                        (Job one) -> one.batch().times().due(), Comparator.nullsFirst(Comparator.naturalOrder())))
                .map(one -> BatchLine.of(one, now))
                .ifPresent(line -> said.add(new Said(
                        "Batch " + line.id() + " is " + line.state().word() + ". " + line.next(),
                        line.nextAt(),
                        line.href())));
    }

    private void waiting(boolean closed) {
        long queued = counts.in(RecordState.QUEUED);
        if (queued > 0 && !row.cancelled() && !row.held()) {
            add(many(queued, "record waits for a batch", "records wait for a batch"), "");
        }
        long completed = counts.in(RecordState.COMPLETED);
        if (completed > 0 && closed) {
            add(many(completed, "valid answer waits at its gate", "valid answers wait at its gate"), "/gates");
        } else if (completed > 0) {
            add(many(completed, "valid answer goes to the sinks", "valid answers go to the sinks"), "");
        }
    }

    private void people() {
        long review = counts.in(RecordState.REVIEW_REQUIRED);
        if (review > 0) {
            add(
                    many(review, "record waits for a person", "records wait for a person"),
                    "/review?drop=" + row.drop().id());
        }
        troubled(
                RecordState.HELD,
                "record is held until somebody lets it go",
                "records are held until somebody lets them go");
        troubled(
                RecordState.INVALID_OUTPUT,
                "answer breaks a rule and waits for a new prompt, schema or model",
                "answers break a rule and wait for a new prompt, schema or model");
        troubled(
                RecordState.PROVIDER_ERROR,
                "record failed at the provider: again by the retry policy, or never",
                "records failed at the provider: again by the retry policy, or never");
    }

    private void troubled(RecordState state, String one, String several) {
        if (counts.in(state) > 0) {
            add(
                    many(counts.in(state), one, several),
                    "/drops/" + row.drop().id() + "?state=" + Badge.word(state) + "#records");
        }
    }

    private void add(String text, String href) {
        said.add(new Said(text, "", href));
    }
}
