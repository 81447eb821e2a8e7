package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.batch.AnswerReader;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.ValidatedAnswers;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.StoredFiles.StoredFile;
import dev.caravan.ledger.Submissions.Claim;
import dev.caravan.ledger.Submissions.Output;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.ledger.Submissions.Tokens;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes the output of a submission: a walk through its lines, each with what became of it. */
final class OutputWriter {
    private final Ledger ledger;
    private final Spool spool;
    private final ValidatedAnswers answers;
    private final RecordAnswers said;
    private final Clock clock;
    private final Editions editions;

    OutputWriter(Ledger ledger, Spool spool, ValidatedAnswers answers, RecordAnswers said, Clock clock) {
        this.ledger = ledger;
        this.spool = spool;
        this.answers = answers;
        this.said = said;
        this.clock = clock;
        this.editions = new Editions(spool);
    }

    /**
     * Writes all of it; empty if it was stopped before the end.
     *
     * @throws IOException if an answer that is published can't be read; there is no output then
     */
    Optional<Output> write(Claim claim, BooleanSupplier stopped) throws IOException {
        SubmissionPaper paper = SubmissionPaper.read(spool, claim.publicId());
        String path = SubmissionPaper.folder(claim.publicId()) + "output-" + claim.fence() + ".jsonl";
        String failures = SubmissionPaper.folder(claim.publicId()) + "errors-" + claim.fence() + ".jsonl";
        // Written whole by this claim's owner before a crash, and not yet known.
        spool.delete(path);
        spool.delete(failures);
        try (SpoolWriter out = spool.create(path);
                SpoolWriter errors = spool.create(failures);
                AnswerReader reader = answers.open()) {
            WholeOutput whole = paper.order() == null ? null : new WholeOutput(out, errors, reader, clock.instant());
            String from = body(claim.publicId());
            Counts counts = merge(
                    claim,
                    from,
                    whole != null ? whole : new OperationOutput(out, paper.at() / 1000, reader, said),
                    stopped);
            if (counts == null) {
                return Optional.empty();
            }
            long bytes = out.position();
            if (errors.position() > 0) {
                errors.commit();
            }
            out.commit();
            if (!body(claim.publicId()).equals(from)) {
                // Somebody erased a record meanwhile, and may not have seen these files.
                spool.delete(failures);
                spool.delete(path);
                return Optional.empty();
            }
            return Optional.of(new Output(
                    path,
                    bytes,
                    out.sha256(),
                    counts.ok(),
                    counts.failed(),
                    whole == null ? Tokens.NONE : whole.tokens(),
                    whole == null ? 0 : whole.expired(),
                    whole == null ? null : whole.troubles(),
                    whole == null ? List.of() : files(paper, out, path, errors, failures)));
        }
    }

    private record Counts(long ok, long failed) {}

    /** A walk through the lines, each with the next outcome of the drop that it is in; null if it was stopped. */
    private @Nullable Counts merge(Claim claim, String from, OutputShape shape, BooleanSupplier stopped)
            throws IOException {
        Map<String, Outcomes> lanes = new HashMap<>();
        Map<String, Drops.Drop> drops = new HashMap<>();
        for (Part part : ledger.submissions().parts(claim.id())) {
            lanes.put(part.operation(), new Outcomes(ledger, part.dropId(), shape::expect));
            drops.put(part.operation(), ledger.drops().find(part.dropId()).orElseThrow());
        }
        long ok = 0;
        long failed = 0;
        try (var body = new BufferedReader(new InputStreamReader(spool.open(from, 0), StandardCharsets.UTF_8))) {
            for (String line = body.readLine(); line != null; line = body.readLine()) {
                if (stopped.getAsBoolean()) {
                    return null;
                }
                JsonNode asked = Replies.JSON.readTree(line);
                String model = asked.path("body").path("model").asText();
                Outcomes lane = lanes.get(model);
                Drops.Drop drop = drops.get(model);
                if (lane == null || drop == null) {
                    throw new IOException("the ledger has no drop for its " + model + " lines");
                }
                String source = claim.publicId() + ":" + asked.path("custom_id").asText();
                boolean good = shape.write(asked, lane.next(source), drop.reason());
                ok += good ? 1 : 0;
                failed += good ? 0 : 1;
            }
        }
        if (!lanes.values().stream().allMatch(Outcomes::isAtEnd)) {
            throw new IOException("records have no line in the body, which was changed or is damaged: restore " + from
                    + " from a copy of the spool");
        }
        shape.flush();
        return new Counts(ok, failed);
    }

    private List<StoredFile> files(
            SubmissionPaper paper, SpoolWriter out, String path, SpoolWriter errors, String failures)
            throws IOException {
        List<StoredFile> files = new ArrayList<>();
        if (out.position() > 0) {
            files.add(file(paper, OutputFiles.results(paper.id()), "output", path, out));
        }
        if (errors.position() > 0) {
            files.add(file(paper, OutputFiles.failures(paper.id()), "error", failures, errors));
        }
        return files;
    }

    private StoredFile file(SubmissionPaper paper, String id, String word, String path, SpoolWriter out)
            throws IOException {
        return new StoredFile(
                id,
                paper.workspace(),
                paper.actor(),
                paper.id() + "_" + word + ".jsonl",
                UploadedFiles.OUTPUT,
                path,
                out.position(),
                out.sha256(),
                clock.instant(),
                null,
                paper.id());
    }

    /** The newest edition: an erasure writes it again. */
    private String body(String publicId) throws IOException {
        String path = SubmissionPaper.body(publicId);
        return editions.newest(path).orElse(path);
    }
}
