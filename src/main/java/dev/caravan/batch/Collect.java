package dev.caravan.batch;

import dev.caravan.batch.DownloadInHand.Wanted;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collect: brings the result files of an ended batch home, whatever its end, and gives every member its outcome. */
public final class Collect {
    private static final Logger LOG = LoggerFactory.getLogger(Collect.class);

    private final Workplace at;
    private final Harvest harvest;
    private final Duration afterTrouble;
    private final Reads reads = new Reads();

    /** @param afterTrouble how long to wait before a result file is read again */
    Collect(Workplace at, Harvest harvest, Duration afterTrouble) {
        this.afterTrouble = afterTrouble;
        this.at = at;
        this.harvest = harvest;
    }

    /** Takes one batch that ended; null if there is none. Its downloads are those that are not in the spool yet. */
    public @Nullable BatchInHand claim() {
        Optional<Batches.Claim> claim = at.ledger().batches().claimForCollect();
        BatchInHand batch = claim.flatMap(at::inHand).orElse(null);
        if (batch == null || !intact(batch)) {
            return null;
        }
        batch.downloading(downloads(batch));
        return batch;
    }

    /** Every file is in the spool: joins, judges and moves the records. */
    public void finish(BatchInHand batch) throws IOException {
        for (Download download : batch.getDownloads()) {
            var one = (DownloadInHand) download;
            if (!one.isSaved()) {
                Failure failure = one.failure();
                String why = failure == null ? "it was not read" : failure.code() + ": " + failure.message();
                later(batch, "no " + one.kind() + " file yet (" + why + ")");
                return;
            }
        }
        harvest.bringHome(batch);
    }

    /** Something went wrong; nothing that is in the ledger already is lost. */
    public void failed(@Nullable BatchInHand batch, Throwable error) {
        if (batch == null) {
            LOG.error("Collect could not take a batch", error);
        } else if (error instanceof StaleFenceException) {
            LOG.warn("Batch {}: {}", batch.getId(), error.getMessage());
        } else {
            later(batch, error.toString());
        }
    }

    /** Files that are home already and are not what was written are fetched again. False if the spool can't be read now. */
    private boolean intact(BatchInHand batch) {
        Collection collection = at.ledger().collection();
        try {
            for (Collection.ResultFile file : collection.files(batch.getId())) {
                Optional<String> damage = Intact.damage(at.spool(), file.path(), file.bytes(), file.sha256());
                if (damage.isPresent()) {
                    collection.withdraw(batch.claim(), file, damage.get() + "; it is fetched again");
                    LOG.error("Batch {}: {}; it is fetched again", batch.getId(), damage.get());
                }
            }
            return true;
        } catch (IOException e) {
            later(batch, "the spool can't be read: " + e.getMessage());
            return false;
        }
    }

    private void later(BatchInHand batch, String why) {
        at.ledger().batches().release(batch.claim(), afterTrouble, why);
        LOG.warn("Batch {} could not be collected: {}; next try in {}", batch.getId(), why, afterTrouble);
    }

    private List<Download> downloads(BatchInHand batch) {
        JobResults results = JobResults.parse(Harvest.results(batch));
        List<Collection.ResultFile> have = at.ledger().collection().files(batch.getId());
        int tryNo = acceptedTry(batch);
        List<Download> wanted = new ArrayList<>();
        results.files().forEach((kind, fileId) -> {
            boolean there = have.stream().anyMatch(f -> f.kind().equals(kind) && f.tryNo() == tryNo);
            if (!there) {
                var file = new Wanted(kind, fileId, tryNo, results.expectedLines(kind));
                wanted.add(new DownloadInHand(at, batch, file, reads));
            }
        });
        return wanted;
    }

    private int acceptedTry(BatchInHand batch) {
        return at.ledger().batches().tries(batch.getId()).stream()
                .filter(t -> batch.getProviderId().equals(t.providerId()))
                .mapToInt(Batches.Try::no)
                .findFirst()
                .orElse(0);
    }
}
