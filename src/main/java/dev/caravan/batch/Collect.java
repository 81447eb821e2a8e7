package dev.caravan.batch;

import dev.caravan.batch.DownloadInHand.Wanted;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.ledger.TwinState;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.spool.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collect: brings the result files of an ended batch home, whatever its end, and gives every member its outcome. */
public final class Collect {
    private static final Logger LOG = LoggerFactory.getLogger(Collect.class);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** So many waits for twins: half an hour with the usual ones. */
    private static final int PATIENCE = 10;

    private final Workplace at;
    private final Harvest harvest;
    private final Backoff waits;
    private final Reads reads = new Reads();

    /** @param afterTrouble how long to wait at first before a result file is read again; each wait is twice the last */
    Collect(Workplace at, Harvest harvest, Duration afterTrouble) {
        this.waits = new Backoff(afterTrouble, LONGEST.compareTo(afterTrouble) > 0 ? LONGEST : afterTrouble);
        this.at = at;
        this.harvest = harvest;
    }

    /** Takes one batch that ended; null if there is none, or too little room for its results. Its downloads are those that are not in the spool yet. */
    public @Nullable BatchInHand claim() {
        if (at.spool().isShort()) {
            return null;
        }
        Optional<Batches.Claim> claim = at.ledger()
                .batches()
                .claimForCollect(at.standstill().calling(at.pace().breakers().resting()));
        BatchInHand batch = claim.flatMap(at::inHand).orElse(null);
        if (batch == null) {
            return null;
        }
        // Another node may have ended what this one had begun.
        boolean goesOn = !isCollected(batch) && harvest.isUnderWay(batch);
        if (!goesOn && !intact(batch)) {
            return null;
        }
        batch.downloading(at.beginning(batch.claim(), () -> downloads(batch)));
        return batch;
    }

    /**
     * Every file is in the spool, or will never be: joins, judges and moves the records. As many as fit into one turn: of a
     * large batch the rest is left to the next claim of it, and others come between.
     */
    public void finish(BatchInHand batch) throws IOException {
        List<String> gone = new ArrayList<>();
        for (Download download : batch.getDownloads()) {
            var one = (DownloadInHand) download;
            if (one.isSaved()) {
                at.pace().breakers().worked(batch.getCredential());
                continue;
            }
            if (one.isAbsent()
                    && !isCollected(batch)
                    && ResultsKept.areGone(at, batch.batch(), batch.reach().provider())) {
                gone.add("the " + one.kind() + " file " + one.fileId() + " (" + one.trouble() + ")");
            } else {
                Failure failure = one.failure();
                if (failure != null) {
                    at.pace().heard(batch, failure);
                }
                String back = one.isAbsent() && isCollected(batch) ? damaged(batch) : "";
                later(batch, "no " + one.kind() + " file yet (" + one.trouble() + ")" + back, failure);
                return;
            }
        }
        if (isCollected(batch)) {
            mended(batch);
            return;
        }
        if (twinsAreOnTheirWay(batch)) {
            later(batch, "its twins are not home yet", null);
            return;
        }
        boolean over = gone.isEmpty() ? harvest.bringHome(batch, null) : gone(batch, String.join(" and ", gone));
        if (!over) {
            at.ending(batch.claim(), () -> at.ledger().batches().setAside(batch.claim()));
        }
    }

    /** What a person can do when the provider no longer has it. */
    private String damaged(BatchInHand batch) {
        return ". Bring it back from a backup of the spool: "
                + at.ledger().collection().withdrawn(batch.getId()).stream()
                        .map(Collection.ResultFile::path)
                        .collect(Collectors.joining(", "));
    }

    private static boolean isCollected(BatchInHand batch) {
        return batch.batch().state() == BatchState.COLLECTED;
    }

    /** Its records have moved long ago: there was a file to bring home again, no more. */
    private void mended(BatchInHand batch) {
        int left = at.ledger().collection().withdrawn(batch.getId()).size();
        if (left > 0) {
            later(batch, left + " damaged files of another create of it can't be fetched again", null);
            return;
        }
        at.ending(batch.claim(), () -> at.ledger().batches().release(batch.claim(), Duration.ZERO, null));
        LOG.info("Batch {}: its damaged result files are whole again", batch.getId());
    }

    /** Rule 25: what is home is taken; the rest was paid and is lost, and only a person pays again. */
    private boolean gone(BatchInHand batch, String what) throws IOException {
        String why = batch.reach().provider().name() + " no longer has " + what;
        if (!harvest.isUnderWay(batch)) {
            at.ledger()
                    .events()
                    .raise(
                            EventKind.RESULTS_GONE,
                            batch.toString(),
                            why
                                    + ". Records without an answer are in provider_error (results_gone); a person decides whether"
                                    + " they are paid for again");
            LOG.error("Batch {}: {}", batch.getId(), why);
        }
        return harvest.bringHome(batch, why);
    }

    /** What they had finished was paid too: a while is waited, so that nothing of it has to be bought again. */
    private boolean twinsAreOnTheirWay(BatchInHand batch) {
        return batch.batch().polls() < PATIENCE
                && at.ledger().twins().of(batch.getId()).stream()
                        .anyMatch(twin -> twin.state() == TwinState.RUNNING || twin.state() == TwinState.ENDED);
    }

    /** Something went wrong; nothing that is in the ledger already is lost. */
    public void failed(@Nullable BatchInHand batch, Throwable error) {
        if (batch == null) {
            LOG.error("Collect could not take a batch", error);
        } else if (error instanceof StaleFenceException) {
            LOG.warn("Batch {}: {}", batch.getId(), error.getMessage());
        } else {
            harvest.begunAnew(batch);
            at.pace().unheard(batch, error);
            StorageException storage = StorageException.find(error);
            later(batch, storage == null ? error.toString() : String.valueOf(storage.getMessage()), null);
        }
    }

    /** Files that are home already and are not what was written are fetched again. False if the spool can't be read now. */
    private boolean intact(BatchInHand batch) {
        Collection collection = at.ledger().collection();
        try {
            for (Collection.ResultFile file : collection.withdrawn(batch.getId())) {
                // Somebody may have brought it back from a copy.
                if (Intact.damage(at.spool(), file.path(), file.bytes(), file.sha256())
                        .isEmpty()) {
                    collection.accepted(batch.claim(), file);
                }
            }
            for (Collection.ResultFile file : collection.files(batch.getId())) {
                Optional<String> damage = Intact.damage(at.spool(), file.path(), file.bytes(), file.sha256());
                if (damage.isPresent()) {
                    collection.withdraw(batch.claim(), file, damage.get() + "; it is fetched again");
                    LOG.error("Batch {}: {}; it is fetched again", batch.getId(), damage.get());
                }
            }
            return true;
        } catch (IOException e) {
            later(batch, "the spool can't be read: " + e.getMessage(), null);
            return false;
        }
    }

    private void later(BatchInHand batch, String why, @Nullable Failure failure) {
        int failures = batch.batch().polls() + 1;
        Duration wait = at.pace().after(waits, failures, failure == null ? null : failure.retryAfter());
        at.ending(batch.claim(), () -> at.ledger().batches().release(batch.claim(), wait, why));
        LOG.warn("Batch {} could not be collected: {}; next try in {} s", batch.getId(), why, Pace.seconds(wait));
        if (ResultsKept.atRisk(at, batch.batch(), batch.reach().provider())) {
            String until = ResultsKept.until(batch.batch(), batch.reach().provider())
                    .map(Instant::toString)
                    .orElse("?");
            boolean first = at.ledger()
                    .events()
                    .raiseOnce(
                            EventKind.RESULTS_AT_RISK,
                            batch.toString(),
                            "Its results are not home yet and "
                                    + batch.reach().provider().name() + " keeps them until about " + until + ": "
                                    + why);
            if (first) {
                LOG.error("Batch {}: its results are kept until about {} only: {}", batch.getId(), until, why);
            }
        }
    }

    private List<Download> downloads(BatchInHand batch) {
        JobResults results = JobResults.parse(Harvest.results(batch));
        List<Collection.ResultFile> have = at.ledger().collection().files(batch.getId());
        int tryNo = acceptedTry(batch);
        List<Download> wanted = new ArrayList<>();
        results.files().forEach((kind, fileId) -> {
            boolean there = have.stream().anyMatch(f -> f.kind().equals(kind) && f.tryNo() == tryNo);
            if (!there) {
                String path = "batches/" + batch.getId() + "/" + kind + "-"
                        + batch.claim().fence() + ".jsonl";
                wanted.add(new DownloadInHand(
                        at.spool(),
                        new Wanted(batch.getId(), kind, fileId, tryNo, results.expectedLines(kind), path),
                        reads,
                        (file, cut) -> {
                            if (cut != null) {
                                Reads.tell(at.ledger().events(), batch.toString(), cut);
                            }
                            at.ledger().collection().accepted(batch.claim(), file);
                        }));
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
