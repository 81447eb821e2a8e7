package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves batches: a state per poll, by time if wanted, and never past work that is not done. */
final class Lifecycle {
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final BatchWork work;
    private final SimulatorSettings settings;
    private final SimulatorTime time;

    Lifecycle(BatchWork work, SimulatorSettings settings, SimulatorTime time) {
        this.work = work;
        this.settings = settings;
        this.time = time;
    }

    boolean visible(Batch batch) {
        return time.millis() - batch.createdMillis() >= settings.get().hiddenMillis();
    }

    /** Moves what a poll sees, then shows it. Waits a second at most for work under way, for all of them together. */
    List<ObjectNode> visit(List<Batch> seen) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<ObjectNode> shown = new ArrayList<>();
        for (Batch batch : seen) {
            synchronized (batch) {
                for (int step = steps(batch); step > 0 && move(batch, deadline); step--) {
                    batch.save();
                }
                shown.add(batch.wire().deepCopy());
            }
        }
        return shown;
    }

    ObjectNode cancel(Batch batch) throws IOException {
        synchronized (batch) {
            if (batch.isFinal()) {
                throw new ApiException(
                        409, "Cannot cancel a batch with status '%s'.".formatted(batch.status()), null, null);
            }
            if (!batch.status().equals("cancelling")) {
                double ran = switch (batch.status()) {
                    case "validating" -> 0;
                    case "in_progress" -> settings.get().cancelFraction();
                    default -> 1;
                };
                batch.end(Json.object().put("do", "cancel").put("fraction", ran));
                batch.status("cancelling", time.millis());
                batch.save();
            }
            return batch.wire().deepCopy();
        }
    }

    private int steps(Batch batch) {
        long each = settings.get().millisPerState();
        long byTime = each == 0 ? 0 : (time.millis() - batch.changedMillis()) / each;
        return settings.get().statesPerPoll() + (int) Math.min(byTime, 4);
    }

    private boolean move(Batch batch, long deadline) throws IOException {
        if (batch.isFinal()) {
            return false;
        }
        if (batch.stays()) {
            batch.save();
            return false;
        }
        return switch (batch.status()) {
            case "validating" -> validated(batch, deadline);
            case "finalizing" -> finished(batch, "completed");
            default -> ran(batch, deadline);
        };
    }

    private boolean validated(Batch batch, long deadline) {
        JsonNode end = batch.end();
        if (end.path("do").asText().equals("fail")) {
            String code = end.path("code").asText("token_limit_exceeded");
            String message = end.path("message").asText("Enqueued token limit reached for this model (simulated).");
            return failed(batch, Findings.of(code, message, null, null));
        }
        Optional<Findings> findings = work.validate(batch, deadline);
        if (findings.isEmpty()) {
            return false;
        }
        Findings found = findings.get();
        if (!found.errors().isEmpty()) {
            return failed(batch, found);
        }
        batch.wire().put("model", found.model());
        batch.wire().set("request_counts", BatchDesk.counts(found.lines(), 0, 0));
        batch.status("in_progress", time.millis());
        return true;
    }

    private boolean failed(Batch batch, Findings findings) {
        ObjectNode errors = Json.object().put("object", "list");
        errors.set("data", findings.errors());
        batch.wire().set("errors", errors);
        batch.status("failed", time.millis());
        return true;
    }

    private boolean ran(Batch batch, long deadline) {
        Optional<RunResult> result = work.run(batch, deadline);
        if (result.isEmpty()) {
            return false;
        }
        batch.result(result.get());
        int total = batch.wire().path("request_counts").path("total").asInt();
        batch.wire()
                .set(
                        "request_counts",
                        BatchDesk.counts(
                                total, result.get().completed(), result.get().failed()));
        return switch (batch.end().path("do").asText()) {
            case "expire" -> finished(batch, "expired");
            case "cancel" -> finished(batch, "cancelled");
            default -> {
                batch.status("finalizing", time.millis());
                yield true;
            }
        };
    }

    private boolean finished(Batch batch, String status) {
        RunResult result = batch.result();
        String none = settings.get().noErrorFile();
        boolean blank = none.equals("blank") || (none.equals("mixed") && Hash.below(4, batch.id()) == 0);
        batch.wire().put("output_file_id", result.outputFile());
        batch.wire().put("error_file_id", result.errorFile() == null && blank ? "" : result.errorFile());
        batch.wire().set("usage", result.usage().wire());
        if (status.equals("cancelled") && batch.wire().path("cancelling_at").isNull()) {
            batch.status("cancelling", time.millis());
        }
        batch.status(status, time.millis());
        return true;
    }
}
