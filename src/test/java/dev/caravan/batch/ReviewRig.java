package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.RecordState;
import dev.caravan.spool.Spool;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Records of the task {@code moods} with answers in a real spool, for tests of what people do with them. */
public final class ReviewRig implements AutoCloseable {
    private final Rig rig;
    private int batches;

    public ReviewRig(Path folder, Task.Review review) {
        rig = new Rig(folder, review);
    }

    /** Drops records r1 and on, and brings home one answer for each of them. */
    public void answered(int records, IntFunction<String> answers) throws IOException {
        rig.drop(records);
        collected(records, 1, answers);
    }

    /** What waits is sent, and answered so at this attempt. */
    public void collected(int records, int attempt, IntFunction<String> answers) throws IOException {
        rig.assemble.once();
        rig.creatingAgain().getAttempt().accepted("batch_" + ++batches);
        var lines = new StringBuilder();
        for (int i = 1; i <= records; i++) {
            lines.append(rig.ok(i, attempt, answers.apply(i)));
        }
        bringHome(records, lines.toString());
    }

    /** What waits is sent, and the provider gives these lines. */
    public void bringHome(int completed, String lines) throws IOException {
        pass(Duration.ofMinutes(2));
        var status = new dev.caravan.provider.JobStatus(
                "batch_" + batches, "completed", true, completed, completed, 0, Map.of("results", "f"), null);
        rig.bringHome(rig.ended(status), Map.of("results", lines));
    }

    /** So many drops of so many records each, d1-1 and on. */
    public void drops(int drops, int records) throws IOException {
        for (int i = 1; i <= drops; i++) {
            rig.drop("d" + i + "-", records);
        }
    }

    /** The source id of a record of {@link #drops}. */
    public String sourceId(int record, int records) {
        return "d" + ((record - 1) / records + 1) + "-" + ((record - 1) % records + 1);
    }

    /** All that waits is sent for the first time, and answered so. */
    public void collectedAll(IntFunction<String> answers) throws IOException {
        while (rig.assemble.once()) {
            BatchInHand batch = rig.creatingAgain();
            batch.getAttempt().accepted("batch_" + ++batches);
            var lines = new StringBuilder();
            for (Members.Run run : batch.batch().members().runs()) {
                for (long id = run.firstId(); id < run.endId(); id++) {
                    lines.append(rig.ok((int) id, 1, answers.apply((int) id)));
                }
            }
            bringHome(batch.batch().members().size(), lines.toString());
        }
    }

    /** Records in review, without answers in the spool. */
    public void manyInReview(int records) throws IOException {
        rig.drop(records);
        for (int done = 0; done < records; ) {
            rig.assemble.once();
            rig.creatingAgain().getAttempt().accepted("batch_" + ++batches);
            rig.clock.pass(Duration.ofSeconds(2));
            var batch = rig.poll.claim().get(0).claim();
            rig.ledger.batches().ended(batch, new Batches.Progress("completed", 0, 0, 0, null), "{}");
            var claim = rig.ledger.batches().claimForCollect().orElseThrow();
            List<Collection.Outcome> outcomes = new ArrayList<>();
            for (Members.Run run : claim.batch().members().runs()) {
                for (long id = run.firstId(); id < run.endId(); id++) {
                    outcomes.add(new Collection.Outcome(
                            id,
                            run.attempt(),
                            RecordState.REVIEW_REQUIRED,
                            "review.when",
                            "mood == \"bad\"",
                            null,
                            false,
                            0,
                            new Collection.ResultAt(0, id * 100),
                            Collection.Usage.NONE));
                }
            }
            rig.ledger.collection().apply(claim, outcomes);
            rig.ledger.collection().collected(claim);
            done += outcomes.size();
        }
    }

    public Ledger ledger() {
        return rig.ledger;
    }

    public Spool spool() {
        return rig.spool;
    }

    public Tasks tasks() {
        return rig.all;
    }

    public RecordAnswers answers() {
        return rig.said;
    }

    /** The same, beside the process that has the ledger open. */
    public RecordAnswers answersFrom(LedgerReader ledger) {
        return RecordAnswers.of(ledger.recipes(), rig.spool, rig.models);
    }

    public Instant now() {
        return rig.clock.instant();
    }

    public OtherModels others() {
        return rig.others;
    }

    public void pass(Duration time) {
        rig.clock.pass(time);
    }

    /** Cuts what waits; the name of the batch model's credential that it goes to, empty if nothing waits. */
    public String assembled() throws IOException {
        return rig.assemble.once() ? rig.submit.claim().getCredential() : "";
    }

    @Override
    public void close() {
        rig.close();
    }
}
