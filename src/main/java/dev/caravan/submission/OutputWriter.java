package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.ValidatedAnswers;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Submissions.Claim;
import dev.caravan.ledger.Submissions.Outcome;
import dev.caravan.ledger.Submissions.Output;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes the output of a submission: a walk through its lines, each with the next outcome of the drop of its task. */
final class OutputWriter {
    private final Ledger ledger;
    private final Spool spool;
    private final ValidatedAnswers answers;
    private final RecordAnswers said;
    private final Editions editions;

    OutputWriter(Ledger ledger, Spool spool, ValidatedAnswers answers, RecordAnswers said) {
        this.ledger = ledger;
        this.spool = spool;
        this.answers = answers;
        this.said = said;
        this.editions = new Editions(spool);
    }

    /**
     * Writes all of it; empty if it was stopped before the end.
     *
     * @throws IOException if an answer that is published can't be read; there is no output then
     */
    Optional<Output> write(Claim claim, BooleanSupplier stopped) throws IOException {
        Map<String, Outcomes> lanes = new HashMap<>();
        Map<String, Drops.Drop> drops = new HashMap<>();
        for (Part part : ledger.submissions().parts(claim.id())) {
            lanes.put(part.operation(), new Outcomes(ledger, part.dropId()));
            drops.put(part.operation(), ledger.drops().find(part.dropId()).orElseThrow());
        }
        String path = SubmissionPaper.folder(claim.publicId()) + "output-" + claim.fence() + ".jsonl";
        // Written whole by this claim's owner before a crash, and not yet known.
        spool.delete(path);
        long created = SubmissionPaper.read(spool, claim.publicId()).at() / 1000;
        long ok = 0;
        long failed = 0;
        String from = body(claim.publicId());
        try (SpoolWriter out = spool.create(path);
                BufferedReader body =
                        new BufferedReader(new InputStreamReader(spool.open(from, 0), StandardCharsets.UTF_8))) {
            OutputLines lines = new OutputLines(out, created);
            for (String line = body.readLine(); line != null; line = body.readLine()) {
                if (stopped.getAsBoolean()) {
                    return Optional.empty();
                }
                JsonNode asked = Replies.JSON.readTree(line);
                Operation operation =
                        Operation.of(asked.path("body").path("model").asText()).orElseThrow();
                Outcomes lane = lanes.get(operation.word());
                Drops.Drop drop = drops.get(operation.word());
                if (lane == null || drop == null) {
                    throw new IOException("the ledger has no drop for its " + operation.word() + " lines");
                }
                String source = claim.publicId() + ":" + asked.path("custom_id").asText();
                boolean good = line(lines, asked, operation, lane.next(source), drop.reason());
                ok += good ? 1 : 0;
                failed += good ? 0 : 1;
            }
            if (!lanes.values().stream().allMatch(Outcomes::isAtEnd)) {
                throw new IOException("records have no line in the body, which was changed or is damaged: restore "
                        + from + " from a copy of the spool");
            }
            lines.flush();
            long bytes = out.position();
            out.commit();
            if (!body(claim.publicId()).equals(from)) {
                // Somebody erased a record meanwhile, and may not have seen this file.
                spool.delete(path);
                return Optional.empty();
            }
            return Optional.of(new Output(path, bytes, out.sha256(), ok, failed));
        }
    }

    /** The newest edition: an erasure writes it again. */
    private String body(String publicId) throws IOException {
        String path = SubmissionPaper.body(publicId);
        return editions.newest(path).orElse(path);
    }

    private boolean line(
            OutputLines lines, JsonNode asked, Operation operation, Outcomes.End end, @Nullable String unread)
            throws IOException {
        String customId = asked.path("custom_id").asText();
        Outcome record = end.record();
        Drops.Refusal refusal = end.refusal();
        if (record != null && isResult(record)) {
            lines.result(customId, operation, record, Replies.of(operation, asked.path("body"), value(record)));
            return true;
        }
        if (customId.isEmpty()) {
            lines.failure("", "erased", "The record was erased on request");
            return false;
        }
        Failure why = record != null
                ? Failure.of(record, detail(record))
                : refusal != null ? Failure.of(refusal) : Failure.unread(unread);
        lines.failure(customId, why.code(), why.message());
        return false;
    }

    /** Also what was published and has a newer answer by now: a rerun goes to other sinks, not to this caller. */
    private static boolean isResult(Outcome record) {
        return record.state() == RecordState.PUBLISHED
                || (record.state() == RecordState.SUPERSEDED && record.published());
    }

    private JsonNode value(Outcome record) throws IOException {
        String given = record.value();
        if (given != null) {
            return Replies.JSON.readTree(given);
        }
        ResultFile file = record.file();
        if (file == null) {
            throw new IOException("record " + record.recordId() + " is published and has no answer");
        }
        return Replies.JSON.readTree(
                answers.valueOf(record.batchId(), record.recordId(), record.recipeId(), file, record.result()));
    }

    /** What the provider said of a failure; nothing of the answer itself. */
    private String detail(Outcome record) {
        ResultFile file = record.file();
        if (file == null || record.state() == RecordState.DISCARDED) {
            return "";
        }
        try {
            return said.said(record.recipeId(), file, record.result()).detail();
        } catch (NoSuchFileException gone) {
            return "";
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
