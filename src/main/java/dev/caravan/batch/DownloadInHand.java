package dev.caravan.batch;

import dev.caravan.ledger.Collection;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One result file on its way into the spool; accepted into the ledger only after a complete read (protocol rule 23). */
final class DownloadInHand implements Download {
    private final Spool spool;
    private final Wanted wanted;
    private final Reads reads;
    private final Consumer<Collection.ResultFile> accepted;
    private @Nullable Failure failure;
    private boolean absent;
    private boolean saved;

    /** @param accepted writes the file into the ledger */
    DownloadInHand(Spool spool, Wanted wanted, Reads reads, Consumer<Collection.ResultFile> accepted) {
        this.spool = spool;
        this.wanted = wanted;
        this.reads = reads;
        this.accepted = accepted;
    }

    @Override
    public String kind() {
        return wanted.kind();
    }

    @Override
    public String fileId() {
        return wanted.fileId();
    }

    @Override
    public void save(InputStream body, long length) throws IOException {
        spool.delete(wanted.path());
        try (SpoolWriter out = spool.create(wanted.path())) {
            var lines = new LineCounter(out);
            body.transferTo(lines);
            if (length >= 0 && out.position() != length) {
                throw new EOFException(wanted.fileId() + " ended after " + out.position() + " of " + length + " bytes");
            }
            // Some providers leave out the last line feed: fine where the length or the count says that nothing is
            // missing.
            boolean counted = length >= 0 || wanted.expectedLines() == lines.count();
            boolean whole = lines.endsWithNewline() || (lines.endsWithObject() && counted);
            if (!whole) {
                throw new EOFException(wanted.fileId() + " ends in the middle of a line");
            }
            out.commit();
            if (!reads.complete(wanted.batchId(), wanted, lines.count(), out.sha256())) {
                throw new IOException(wanted.fileId() + " has " + lines.count() + " lines where the provider counts "
                        + wanted.expectedLines() + "; it is read again");
            }
            accepted.accept(new Collection.ResultFile(
                    wanted.kind(), wanted.path(), out.position(), out.sha256(), wanted.tryNo()));
            saved = true;
        }
    }

    @Override
    public void failed(Failure why) {
        failure = why;
    }

    @Override
    public void absent(Failure why) {
        failure = why;
        absent = true;
    }

    /** Whether the provider says that there is no such file. */
    boolean isAbsent() {
        return absent;
    }

    /** What the provider said instead; null if it said nothing. */
    @Nullable
    Failure failure() {
        return failure;
    }

    boolean isSaved() {
        return saved;
    }

    /** Why it is not saved. */
    String trouble() {
        return failure == null ? "it was not read" : failure.code() + ": " + failure.message();
    }

    /**
     * @param expectedLines -1 where the provider's counts can't be trusted
     * @param path in the spool
     */
    record Wanted(long batchId, String kind, String fileId, int tryNo, long expectedLines, String path) {}
}
