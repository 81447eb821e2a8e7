package dev.caravan.restore;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Restores.PastTry;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolOwner;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each try leaves in the spool, so that a ledger that went back in time finds what was created since: {@code
 * try-<no>.json} before its create call, {@code accepted-<no>.json} after it.
 */
public final class TryPapers {
    private static final Logger LOG = LoggerFactory.getLogger(TryPapers.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Spool spool;
    private final SpoolOwner owner;

    public TryPapers(Spool spool, SpoolOwner owner) {
        this.spool = spool;
        this.owner = owner;
    }

    /**
     * To be called directly before the ledger says {@code creating}.
     *
     * @throws IOException if it can't be written, or another copy of the ledger has taken the spool over: nothing may be sent then
     */
    public void creating(long batchId, Batches.Try row, @Nullable String fileId, boolean revocable) throws IOException {
        String path = folder(batchId) + "try-" + row.no() + ".json";
        if (!spool.exists(path)) {
            write(path, new PastTry(row.no(), row.token(), fileId, row.providerTime(), revocable, null));
        }
        if (!owner.isOurs()) {
            throw new IOException("another copy of this ledger has taken its spool over, so nothing more is sent from"
                    + " here; stop this process");
        }
    }

    /** Only a help: without it the batch is looked for by its label. */
    public void accepted(long batchId, int no, String providerId) {
        try {
            String path = folder(batchId) + "accepted-" + no + ".json";
            if (!spool.exists(path)) {
                write(path, new PastTry(no, "", null, null, true, providerId));
            }
        } catch (IOException e) {
            LOG.warn("Batch {}: the spool could not note that it was accepted ({})", batchId, e.getMessage());
        }
    }

    /** All tries of a batch whose creates may have been sent, as far as the spool knows. */
    static List<PastTry> read(Spool spool, long batchId) throws IOException {
        List<PastTry> tries = new ArrayList<>();
        for (int no : numbers(spool, batchId, "try-")) {
            PastTry one = read(spool, folder(batchId) + "try-" + no + ".json");
            String accepted = folder(batchId) + "accepted-" + no + ".json";
            tries.add(
                    spool.exists(accepted)
                            ? new PastTry(
                                    one.no(),
                                    one.token(),
                                    one.fileId(),
                                    one.providerTime(),
                                    one.revocable(),
                                    read(spool, accepted).providerId())
                            : one);
        }
        return tries;
    }

    /** @param kind {@code try-} or {@code accepted-} */
    static TreeSet<Integer> numbers(Spool spool, long batchId, String kind) throws IOException {
        String prefix = folder(batchId) + kind;
        TreeSet<Integer> numbers = new TreeSet<>();
        try (Stream<String> papers = spool.list(prefix)) {
            papers.filter(path -> path.endsWith(".json"))
                    .forEach(path -> numbers.add(
                            Integer.parseInt(path.substring(prefix.length(), path.length() - ".json".length()))));
        }
        return numbers;
    }

    private static PastTry read(Spool spool, String path) throws IOException {
        try (InputStream in = spool.open(path, 0)) {
            return JSON.readValue(in.readAllBytes(), PastTry.class);
        }
    }

    private void write(String path, PastTry paper) throws IOException {
        try (SpoolWriter out = spool.create(path)) {
            out.write(JSON.writeValueAsBytes(paper));
            out.commit();
        }
    }

    private static String folder(long batchId) {
        return "batches/" + batchId + "/";
    }
}
