package dev.caravan.batch;

import dev.caravan.batch.DownloadInHand.Wanted;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.ledger.TwinState;
import dev.caravan.ledger.Twins;
import dev.caravan.model.Credential;
import dev.caravan.provider.Download;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twins (rule 11): cancels a batch that exists beside the one that is kept, waits for its end, brings home what it had
 * finished, and counts it.
 */
public final class TwinStage {
    private static final Logger LOG = LoggerFactory.getLogger(TwinStage.class);
    private static final Backoff WAITS = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));
    private static final int MICROS = 6;
    private static final Duration NO_CREDENTIAL = Duration.ofMinutes(5);
    private static final Duration PAUSED = Duration.ofSeconds(30);

    private final Workplace at;
    private final Harvest harvest;
    private final Reads reads = new Reads();

    TwinStage(Workplace at, Harvest harvest) {
        this.at = at;
        this.harvest = harvest;
    }

    /** Takes one twin that is due; null if there is none. Its downloads are those that are not in the spool yet. */
    public @Nullable TwinInHand claim() {
        Optional<Twins.Claim> claim = at.ledger().twins().claim();
        if (claim.isEmpty()) {
            return null;
        }
        Credential credential =
                at.models().credentials().get(claim.get().batch().credential());
        if (credential == null) {
            at.ledger().twins().release(claim.get(), NO_CREDENTIAL, "its credential is not in config/models.yaml");
            return null;
        }
        if (at.standstill().isSilent(credential)) {
            at.ledger().twins().release(claim.get(), PAUSED, "its credential is paused, and nobody is called");
            return null;
        }
        var twin = new TwinInHand(at, claim.get(), credential);
        if (claim.get().state() == TwinState.ENDED) {
            twin.downloading(downloads(twin));
        }
        return twin;
    }

    /** Every file of the twin is in the spool, or its lines can be counted. */
    public void finish(TwinInHand twin) throws IOException {
        if (twin.claim().state() == TwinState.HOME) {
            long cost = harvest.countLate(twin);
            LOG.info(
                    "The {} ({}) is collected; ${} were paid a second time",
                    twin,
                    twin.getProviderId(),
                    BigDecimal.valueOf(cost, MICROS).toPlainString());
            return;
        }
        for (Download download : twin.getDownloads()) {
            var one = (DownloadInHand) download;
            if (one.isAbsent()
                    && ResultsKept.areGone(
                            at, twin.claim().batch(), twin.reach().provider())) {
                at.ledger().twins().gone(twin.claim(), one.trouble());
                LOG.error("The {}: its results are gone; what they cost is not counted ({})", twin, one.trouble());
                return;
            }
            if (!one.isSaved()) {
                later(twin, "no " + one.kind() + " file yet (" + one.trouble() + ")");
                return;
            }
        }
        at.ledger().twins().home(twin.claim());
    }

    /** Something went wrong; nothing that is in the ledger already is lost. */
    public void failed(@Nullable TwinInHand twin, Throwable error) {
        if (twin == null) {
            LOG.error("No twin could be taken", error);
        } else if (error instanceof StaleFenceException) {
            LOG.warn("The {}: {}", twin, error.getMessage());
        } else if (twin.isRunning() && twin.isAnswered()) {
            LOG.error("The {}: an error after its look was over", twin, error);
        } else {
            later(twin, error.toString());
        }
    }

    private void later(TwinInHand twin, String why) {
        Duration wait = WAITS.after(twin.claim().polls() + 1);
        at.ledger().twins().release(twin.claim(), wait, why);
        LOG.warn("The {} could not be brought home: {}; again in {}", twin, why, wait);
    }

    private List<Download> downloads(TwinInHand twin) {
        Twins.Claim claim = twin.claim();
        JobResults results = JobResults.parse(Objects.requireNonNull(claim.results()));
        long batch = claim.batch().id();
        List<Collection.ResultFile> have = at.ledger().collection().files(batch);
        List<Download> wanted = new ArrayList<>();
        results.files().forEach((kind, fileId) -> {
            if (have.stream().noneMatch(f -> f.kind().equals(kind) && f.tryNo() == claim.tryNo())) {
                String path =
                        "batches/" + batch + "/" + kind + "-twin-" + claim.tryNo() + "-" + claim.fence() + ".jsonl";
                wanted.add(new DownloadInHand(
                        at.spool(),
                        new Wanted(batch, kind, fileId, claim.tryNo(), results.expectedLines(kind), path),
                        reads,
                        (file, cut) -> {
                            if (cut != null) {
                                Reads.tell(at.ledger().events(), "batch " + batch, cut);
                            }
                            at.ledger().twins().accepted(claim, file);
                        }));
            }
        });
        return wanted;
    }
}
