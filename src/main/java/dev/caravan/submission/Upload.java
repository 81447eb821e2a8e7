package dev.caravan.submission;

import dev.caravan.intake.CanonicalWriter;
import dev.caravan.intake.JsonFields;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Submissions;
import dev.caravan.ledger.Submissions.NewSubmission;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.restore.DropPaper;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import dev.caravan.task.Task;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one submission while its lines come. Closed before {@link #accept} has returned, nothing of it stays. */
final class Upload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    private final Ledger ledger;
    private final Spool spool;
    private final String publicId;
    private final CanonicalWriter json = new CanonicalWriter();
    private final SpoolWriter body;
    private final Map<String, Rows> rows = new LinkedHashMap<>();
    private boolean accepted;

    /** The drop of one task. */
    private record Rows(long drop, String path, SpoolWriter out) {}

    Upload(Ledger ledger, Spool spool, String publicId) throws IOException {
        this.ledger = ledger;
        this.spool = spool;
        this.publicId = publicId;
        this.body = spool.create(SubmissionPaper.body(publicId));
    }

    String publicId() {
        return publicId;
    }

    void add(Line line, Task task) throws IOException {
        write(line.whole(), body);
        row(line.operation().word(), task, line.customId(), line.fields());
    }

    /**
     * Adds a request that its caller wrote.
     *
     * @param line of the body: its custom_id, and the request with {@code model}, as JSON
     * @param request as JSON
     * @return bytes of the row that it became
     */
    int add(String model, Task task, String customId, byte[] line, String request) throws IOException {
        body.write(line, 0, line.length);
        body.write('\n');
        return row(model, task, customId, new TreeMap<>(Map.of("body", request)));
    }

    private int row(String lane, Task task, String customId, SortedMap<String, Object> fields) throws IOException {
        Rows drop = rows.get(lane);
        if (drop == null) {
            drop = begin(task);
            rows.put(lane, drop);
        }
        SortedMap<String, Object> row = new TreeMap<>(fields);
        row.put("custom_id", customId);
        row.put("id", publicId + ":" + customId);
        write(new JsonFields(row), drop.out());
        return json.length();
    }

    private Rows begin(Task task) throws IOException {
        int taskId = ledger.recipes().taskId(task.name());
        var drop = new Drops.NewDrop(taskId, Submissions.ZONE, publicId + "/" + task.name() + ".jsonl", null);
        long id = ledger.drops().arriving(drop);
        try {
            DropPaper.of(id, task.name(), drop).write(spool);
            String path = "drops/" + id + "/source.jsonl";
            return new Rows(id, path, spool.create(path));
        } catch (IOException e) {
            giveUp(id);
            throw e;
        }
    }

    private void write(JsonFields fields, SpoolWriter out) throws IOException {
        json.reset();
        fields.write(json);
        json.raw('\n');
        out.write(json.bytes(), 0, json.length());
    }

    /** Makes everything durable, then known. Returns it, or the one that was accepted before under the same key. */
    Submission accept(NewSubmission submission) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, Rows> one : rows.entrySet()) {
            Rows drop = one.getValue();
            long bytes = drop.out().position();
            drop.out().commit();
            parts.add(new Part(drop.drop(), one.getKey(), drop.path(), bytes));
        }
        body.commit();
        SubmissionPaper.of(submission, parts).write(spool);
        Submission known = ledger.submissions().accept(submission, parts);
        accepted = known.publicId().equals(publicId);
        if (accepted) {
            rows.values().forEach(Upload::received);
        }
        return known;
    }

    private static void received(Rows rows) {
        try (Work work = Work.begin("receive", InHand.drop(rows.drop()))) {
            work.say("caravan.zone", Submissions.ZONE);
        }
    }

    /** Unless it was accepted, all of it goes. What can't be deleted now goes at the next start. */
    @Override
    public void close() {
        quietly(body::close);
        for (Rows drop : rows.values()) {
            quietly(drop.out()::close);
        }
        if (accepted) {
            return;
        }
        // The paper goes first: without it a start deletes the rest.
        quietly(() -> Files.delete(spool, SubmissionPaper.folder(publicId)));
        rows.values().forEach(drop -> giveUp(drop.drop()));
    }

    private void giveUp(long drop) {
        quietly(() -> {
            Files.delete(spool, "drops/" + drop + "/");
            ledger.drops().vanished(drop);
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private void quietly(Step step) {
        try {
            step.run();
        } catch (IOException | LedgerException e) {
            LOG.warn(
                    "Submission {} is not accepted, and a file of it goes at the next start: {}",
                    publicId,
                    e.toString());
        }
    }
}
