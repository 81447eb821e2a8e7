package dev.caravan.submission;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Submissions;
import dev.caravan.ledger.Submissions.NewSubmission;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a submission is, in {@code submissions/<id>/submission.json}: written when all of its bytes are durable and before
 * the ledger is told. Where it is, the submission is accepted, whatever a crash or an older ledger has forgotten.
 */
record SubmissionPaper(
        String id,
        String workspace,
        String actor,
        @Nullable String key,
        String sha256,
        long lines,
        long bytes,
        long at,
        List<PaperPart> parts,
        Submissions.@Nullable Order order) {
    static final String ROOT = "submissions/";
    private static final ObjectMapper JSON = new ObjectMapper();

    record PaperPart(long drop, String operation, String path, long bytes) {}

    static SubmissionPaper of(NewSubmission made, List<Part> parts) {
        return new SubmissionPaper(
                made.publicId(),
                made.workspace(),
                made.actor(),
                made.key(),
                made.sha256(),
                made.lines(),
                made.bytes(),
                made.at().toEpochMilli(),
                parts.stream()
                        .map(part -> new PaperPart(part.dropId(), part.operation(), part.path(), part.bytes()))
                        .toList(),
                made.order());
    }

    NewSubmission submission() {
        return new NewSubmission(id, workspace, actor, key, sha256, lines, bytes, Instant.ofEpochMilli(at), order);
    }

    List<Part> ledgerParts() {
        return parts.stream()
                .map(part -> new Part(part.drop(), part.operation(), part.path(), part.bytes()))
                .toList();
    }

    static String folder(String publicId) {
        return ROOT + publicId + "/";
    }

    static String body(String publicId) {
        return folder(publicId) + "body.jsonl";
    }

    void write(Spool spool) throws IOException {
        try (SpoolWriter out = spool.create(path(id))) {
            out.write(JSON.writeValueAsBytes(this));
            out.commit();
        }
    }

    static boolean exists(Spool spool, String publicId) throws IOException {
        return spool.exists(path(publicId));
    }

    static SubmissionPaper read(Spool spool, String publicId) throws IOException {
        try (InputStream in = spool.open(path(publicId), 0)) {
            return JSON.readValue(in.readAllBytes(), SubmissionPaper.class);
        }
    }

    private static String path(String publicId) {
        return folder(publicId) + "submission.json";
    }
}
