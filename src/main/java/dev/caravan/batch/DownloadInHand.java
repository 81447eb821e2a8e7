package dev.caravan.batch;

import dev.caravan.ledger.Collection;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.spool.SpoolWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One result file on its way into the spool; accepted into the ledger only after a complete read (protocol rule 23). */
final class DownloadInHand implements Download {
    private final Workplace at;
    private final BatchInHand batch;
    private final Wanted wanted;
    private final Reads reads;
    private @Nullable Failure failure;
    private boolean saved;

    DownloadInHand(Workplace at, BatchInHand batch, Wanted wanted, Reads reads) {
        this.at = at;
        this.batch = batch;
        this.wanted = wanted;
        this.reads = reads;
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
        String path = "batches/" + batch.getId() + "/" + wanted.kind() + "-"
                + batch.claim().fence() + ".jsonl";
        at.spool().delete(path);
        try (SpoolWriter out = at.spool().create(path)) {
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
            if (!reads.complete(batch.getId(), wanted, lines.count(), out.sha256())) {
                throw new IOException(wanted.fileId() + " has " + lines.count() + " lines where the provider counts "
                        + wanted.expectedLines() + "; it is read again");
            }
            at.ledger()
                    .collection()
                    .accepted(
                            batch.claim(),
                            new Collection.ResultFile(
                                    wanted.kind(), path, out.position(), out.sha256(), wanted.tryNo()));
            saved = true;
        }
    }

    @Override
    public void failed(Failure why) {
        failure = why;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    boolean isSaved() {
        return saved;
    }

    /** @param expectedLines -1 where the provider's counts can't be trusted */
    record Wanted(String kind, String fileId, int tryNo, long expectedLines) {}
}
