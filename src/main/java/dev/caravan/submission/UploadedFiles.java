package dev.caravan.submission;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.StoredFiles.Page;
import dev.caravan.ledger.StoredFiles.StoredFile;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of callers: what they upload, and what came of their batches. What is of another workspace does not exist for them.
 * Thread-safe.
 */
public final class UploadedFiles {
    /** What an upload is for. */
    public static final String PURPOSE = "batch";

    /** What outputs of batches are for. */
    public static final String OUTPUT = "batch_output";

    static final String ROOT = "files/";
    private static final Logger LOG = LoggerFactory.getLogger(UploadedFiles.class);
    private static final int AT_ONCE = 100;

    private final Ledger ledger;
    private final Spool spool;
    private final Limits limits;
    private final Clock clock;
    private final Duration keep;
    private final PublicIds ids = new PublicIds();

    /** @param keep how long an upload is kept that says nothing else */
    UploadedFiles(Ledger ledger, Spool spool, Limits limits, Clock clock, Duration keep) {
        this.ledger = ledger;
        this.spool = spool;
        this.limits = limits;
        this.clock = clock;
        this.keep = keep;
    }

    /** Bytes that are durable, and no file yet. Closed before {@link #keep} has returned, nothing of them stays. */
    public final class Received implements AutoCloseable {
        private final String id;
        private final long bytes;
        private final String sha256;
        private boolean kept;

        private Received(String id, long bytes, String sha256) {
            this.id = id;
            this.bytes = bytes;
            this.sha256 = sha256;
        }

        /**
         * Makes a file of them: it is known, and no crash loses it, when this returns.
         *
         * @param filename as the caller wrote it
         * @param lasting how long it is kept; null for the usual time
         */
        public StoredFile keep(Caller caller, String filename, @Nullable Duration lasting) throws IOException {
            Instant now = clock.instant();
            StoredFile file = new StoredFile(
                    id,
                    caller.workspace(),
                    caller.name(),
                    filename,
                    PURPOSE,
                    path(id),
                    bytes,
                    sha256,
                    now,
                    now.plus(lasting == null ? keep : lasting),
                    null);
            FilePaper.of(file).write(spool);
            ledger.files().add(file);
            kept = true;
            LOG.info("File {}: {} bytes of {}", id, bytes, caller.name());
            return file;
        }

        @Override
        public void close() throws IOException {
            try {
                if (!kept) {
                    Files.delete(spool, ROOT + id + "/");
                }
            } finally {
                ledger.nodes().duties().end(Leftovers.underWay(id));
            }
        }
    }

    /** Reads bytes to their end. @throws RefusedSubmission if they are too many, or none */
    public Received receive(InputStream in) throws IOException, RefusedSubmission {
        spool.needRoom();
        String id = ids.next("file-");
        ledger.nodes().duties().take(Leftovers.underWay(id));
        boolean received = false;
        var bounded = new BoundedBody(in, limits);
        try (SpoolWriter out = spool.create(path(id))) {
            bounded.transferTo(out);
            if (bounded.bytes() == 0) {
                throw RefusedSubmission.field("file", "is empty");
            }
            out.commit();
            received = true;
            return new Received(id, bounded.bytes(), out.sha256());
        } finally {
            if (!received) {
                ledger.nodes().duties().end(Leftovers.underWay(id));
            }
        }
    }

    public Optional<StoredFile> find(Caller caller, String publicId) {
        return ledger.files().find(caller.workspace(), publicId);
    }

    public List<StoredFile> list(Caller caller, Page page) {
        return ledger.files().list(caller.workspace(), page);
    }

    /** Where its bytes are now. */
    String path(StoredFile file) throws IOException {
        return new Editions(spool).newest(file.path()).orElse(file.path());
    }

    /** Its bytes; to be closed. Empty if they are gone. */
    public Optional<Submitted.OutputBytes> content(StoredFile file) throws IOException {
        String path = path(file);
        return spool.exists(path)
                ? Optional.of(new Submitted.OutputBytes(spool.open(path, 0), spool.size(path)))
                : Optional.empty();
    }

    /** What became of a wish to delete. @param user the batch that still needs the file; null if it is gone */
    public record Deleted(@Nullable String user) {}

    /** Deletes a file and its bytes, unless an unfinished batch uses it. */
    public Deleted delete(StoredFile file) throws IOException {
        Optional<String> user = ledger.files().user(file.publicId());
        if (user.isPresent()) {
            return new Deleted(user.get());
        }
        if (file.submission() == null) {
            drop(file.publicId());
        } else {
            ledger.files().delete(file.publicId());
            new Editions(spool).newest(file.path()).ifPresent(this::quietly);
        }
        return new Deleted(null);
    }

    private void quietly(String path) {
        try {
            spool.delete(path);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted and goes with its batch: {}", path, e.toString());
        }
    }

    /** The paper goes first: without it a start deletes the rest, and forgets the file. */
    private void drop(String publicId) throws IOException {
        FilePaper.delete(spool, publicId);
        if (ledger.files().delete(publicId)) {
            Files.delete(spool, ROOT + publicId + "/");
        }
    }

    /** Deletes uploads whose time is over. */
    void purge() throws IOException {
        for (String old : ledger.files().expired(clock.instant(), AT_ONCE)) {
            drop(old);
            LOG.info("File {} was deleted by age", old);
        }
    }

    static String path(String publicId) {
        return ROOT + publicId + "/content.jsonl";
    }
}
