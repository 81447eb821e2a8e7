package dev.caravan.submission;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.ledger.Submissions;
import dev.caravan.ledger.Submissions.NewSubmission;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.spool.Spool;
import dev.caravan.submission.RefusedSubmission.Why;
import dev.caravan.task.Task;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts bodies, whole or not at all. A body is checked while it streams to the spool; memory does not grow with it but for
 * 32 bytes a line. When {@link #accept} returns, all of it is durable and known, and no crash loses it. Thread-safe.
 */
public final class Acceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
    private static final int MOST_KEY = 255;

    private final Ledger ledger;
    private final Spool spool;
    private final Operations operations;
    private final Orders orders;
    private final Limits limits;
    private final Clock clock;
    private final PublicIds ids = new PublicIds();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Acceptance(Ledger ledger, Spool spool, Operations operations, Orders orders, Limits limits, Clock clock) {
        this.ledger = ledger;
        this.spool = spool;
        this.operations = operations;
        this.orders = orders;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What was accepted.
     *
     * @param repeated whether it was accepted before, under the same key and with the same body
     */
    public record Accepted(String publicId, long lines, boolean repeated) {}

    /**
     * Reads a body to its end.
     *
     * @param body without compression
     * @param key a name of the caller's for this body: sent again with the same body it is accepted once; null for none
     * @throws RefusedSubmission if anything of it is wrong; nothing of it is kept
     * @throws IOException if the caller or the spool broke off; nothing of it is kept
     * @throws LedgerUnavailableException if the ledger can't be written now; it may have been accepted, which the same call
     *     with the same key finds out
     */
    public Accepted accept(Caller caller, InputStream body, @Nullable String key)
            throws IOException, RefusedSubmission {
        spool.needRoom();
        if (key == null) {
            return stream(caller, body, null);
        }
        if (key.isBlank() || key.length() > MOST_KEY || key.chars().anyMatch(Character::isISOControl)) {
            throw RefusedSubmission.whole(
                    Why.INVALID, "An Idempotency-Key has 1 to " + MOST_KEY + " characters, and none that is no text");
        }
        String mine = caller.workspace() + " " + key;
        if (!underWay.add(mine)) {
            throw RefusedSubmission.whole(
                    Why.CONFLICT, "A body with this Idempotency-Key is just being accepted. Ask again when it is done");
        }
        try {
            Optional<Submission> before = ledger.submissions().byKey(caller.workspace(), key);
            return before.isPresent() ? again(before.get(), sha256(body)) : stream(caller, body, key);
        } finally {
            underWay.remove(mine);
        }
    }

    private static Accepted again(Submission before, String sha256) throws RefusedSubmission {
        if (!before.sha256().equals(sha256)) {
            throw RefusedSubmission.whole(
                    Why.CONFLICT,
                    "This Idempotency-Key was sent with another body, which is " + before.publicId()
                            + ". Nothing was accepted");
        }
        return new Accepted(before.publicId(), before.lines(), true);
    }

    private Accepted stream(Caller caller, InputStream body, @Nullable String key)
            throws IOException, RefusedSubmission {
        var digest = new DigestInputStream(body, digest());
        var start = new BufferedInputStream(digest, 1 << 16);
        String id = ids.next("batch_");
        ledger.nodes().duties().take(Leftovers.underWay(id));
        try (Upload upload = new Upload(ledger, spool, id)) {
            boolean order = OrderBody.is(start);
            Read read =
                    order ? orders.read(caller, start, upload) : lines(caller, new BodyLines(start, limits), upload);
            long count = read.lines();
            if (count == 0) {
                throw RefusedSubmission.whole(
                        Why.INVALID, order ? "There is no request" : "The body is empty: send one JSON object a line");
            }
            digest.transferTo(OutputStream.nullOutputStream());
            String sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
            var made = new NewSubmission(
                    upload.publicId(),
                    caller.workspace(),
                    caller.name(),
                    key,
                    sha256,
                    count,
                    read.bytes(),
                    clock.instant(),
                    read.order());
            Submission known = upload.accept(made);
            if (!known.publicId().equals(made.publicId())) {
                return again(known, sha256);
            }
            LOG.info("Submission {}: {} lines of {} accepted", made.publicId(), count, caller.name());
            return new Accepted(made.publicId(), count, false);
        } finally {
            ledger.nodes().duties().end(Leftovers.underWay(id));
        }
    }

    /** What was read. @param order null for lines of the Batch API */
    record Read(long lines, long bytes, Submissions.@Nullable Order order) {}

    private Read lines(Caller caller, BodyLines lines, Upload upload) throws IOException, RefusedSubmission {
        Map<Operation, Task> tasks = new EnumMap<>(Operation.class);
        LineReader reader = new LineReader(lines);
        long count = 0;
        while (lines.next()) {
            Line line = reader.read();
            if (++count > limits.lines()) {
                throw RefusedSubmission.line(
                        lines.number(), null, "more than " + limits.lines() + " lines (caravan.http.max-lines)");
            }
            Task task = tasks.get(line.operation());
            if (task == null) {
                task = operations.task(caller, line.operation());
                tasks.put(line.operation(), task);
            }
            new FieldCheck(lines.number()).size(line.fields(), line.customId(), task);
            upload.add(line, task);
        }
        return new Read(count, lines.bytes(), null);
    }

    private static String sha256(InputStream body) throws IOException {
        var digest = new DigestInputStream(body, digest());
        digest.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
