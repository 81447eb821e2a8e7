package dev.caravan.batch;

import dev.caravan.ledger.Collection;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One result file on its way into the spool; accepted into the ledger only after a complete read (protocol rule 23). */
final class DownloadInHand implements Download {
    /** Bytes at a time. */
    private static final int COPIED = 1 << 16;

    private final Spool spool;
    private final Wanted wanted;
    private final Reads reads;
    private final Accepted accepted;
    private @Nullable Failure failure;
    private boolean absent;
    private boolean saved;

    /** @param accepted writes the file into the ledger */
    DownloadInHand(Spool spool, Wanted wanted, Reads reads, Accepted accepted) {
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
        Reads.Broken before = reads.broken(wanted);
        try (SpoolWriter out = spool.create(wanted.path())) {
            var lines = new LineCounter(out, before == null ? Long.MAX_VALUE : before.whole());
            copy(body, lines);
            if (length >= 0 && lines.bytes() != length) {
                throw new EOFException(wanted.fileId() + " ended after " + lines.bytes() + " of " + length + " bytes");
            }
            // Some providers leave out the last line feed: fine where the length or the count says that nothing is
            // missing.
            boolean counted = length >= 0 || wanted.expectedLines() == lines.count();
            boolean whole = lines.endsWithNewline() || (lines.endsWithObject() && counted);
            String cut = null;
            if (!whole) {
                var broken = new Reads.Broken(lines.wholeBytes(), lines.bytes(), lines.sha256());
                if (!broken.equals(before)) {
                    if (lines.beginsWithObject()) {
                        reads.broke(wanted, broken);
                    }
                    throw new EOFException(wanted.fileId() + " ends in the middle of a line");
                }
                cut = "the " + wanted.kind() + " file " + wanted.fileId() + " ended in the middle of a line twice, at "
                        + "the same byte. Its " + lines.wholeLines() + " whole lines are taken, the last "
                        + (broken.bytes() - broken.whole()) + " bytes are not; records without a line count as missing";
            } else if (before != null) {
                throw new IOException(wanted.fileId() + " is whole now, and is read again as it was not before");
            }
            out.commit();
            if (cut == null && !reads.complete(wanted.batchId(), wanted, lines.count(), out.sha256())) {
                throw new IOException(wanted.fileId() + " has " + lines.count() + " lines where the provider counts "
                        + wanted.expectedLines() + "; it is read again");
            }
            accepted.accept(
                    new Collection.ResultFile(
                            wanted.kind(), wanted.path(), out.position(), out.sha256(), wanted.tryNo()),
                    cut);
            saved = true;
        }
    }

    private static void copy(InputStream body, LineCounter lines) throws IOException {
        byte[] buffer = new byte[COPIED];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            lines.write(buffer, 0, n);
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

    /** Writes a file that is home into the ledger. */
    @FunctionalInterface
    interface Accepted {
        /** @param cut what is missing at its end, for a person; null where nothing is */
        void accept(Collection.ResultFile file, @Nullable String cut);
    }

    /**
     * @param expectedLines -1 where the provider's counts can't be trusted
     * @param path in the spool
     */
    record Wanted(long batchId, String kind, String fileId, int tryNo, long expectedLines, String path) {}
}
