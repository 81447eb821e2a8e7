package dev.caravan.publish;

import dev.caravan.ledger.Publications.Content;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of a publication while it is made. Where an earlier process left it, what is written now is only compared with
 * it: the same members give the same bytes, whoever writes them.
 */
final class FrozenFile implements Closeable {
    private final Spool spool;
    private final String path;
    private final @Nullable SpoolWriter writer;
    private final Sha256Stream now = new Sha256Stream(OutputStream.nullOutputStream());

    FrozenFile(Spool spool, String path) throws IOException {
        this.spool = spool;
        this.path = path;
        this.writer = spool.exists(path) ? null : spool.create(path);
    }

    OutputStream out() {
        return writer == null ? now : writer;
    }

    /**
     * Makes it durable, or accepts what is there.
     *
     * @throws PublicationAlarm if that is not the same
     */
    Content end(int records) throws IOException {
        if (writer != null) {
            writer.commit();
            return new Content(path, writer.position(), writer.sha256(), records);
        }
        Sha256Stream before = new Sha256Stream(OutputStream.nullOutputStream());
        try (InputStream old = spool.open(path, 0)) {
            old.transferTo(before);
        }
        String sha256 = now.sha256();
        if (!sha256.equals(before.sha256())) {
            throw new PublicationAlarm("the spool already holds " + path + " with other content than its " + records
                    + " records give now. It was never delivered: look at it, and if it is not needed move it out of the"
                    + " spool; the publication is then made again");
        }
        return new Content(path, spool.size(path), sha256, records);
    }

    /** What was not ended leaves nothing behind. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
