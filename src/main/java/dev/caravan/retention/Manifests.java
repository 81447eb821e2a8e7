package dev.caravan.retention;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Proofs.Subject;
import dev.caravan.ledger.RecordState;
import dev.caravan.restore.DropPaper;
import dev.caravan.spool.Spool;
import dev.caravan.spool.StorageException;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code manifests}: writes a manifest when a drop has come to rest, and another when its outcomes changed since. */
public final class Manifests {
    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);
    private static final int AT_ONCE = 100;

    private final Ledger ledger;
    private final Spool spool;
    private final Path folder;
    private final Clock clock;
    private final Duration between;
    private final ManifestWriter writer;
    private final Set<Long> inTrouble = ConcurrentHashMap.newKeySet();

    /** Whether the place of manifests could not be written the last time. */
    private boolean stuck;

    /**
     * @param folder where people find copies, by task
     * @param between two manifests of one drop, at least
     */
    Manifests(Ledger ledger, Spool spool, Path folder, Clock clock, Duration between) {
        this.ledger = ledger;
        this.spool = spool;
        this.folder = folder;
        this.clock = clock;
        this.between = between;
        this.writer = new ManifestWriter(ledger, spool);
    }

    /** Writes the manifests that are due, at most a hundred. Returns how many. */
    public synchronized int once() {
        int[] written = new int[1];
        if (!due().isEmpty()) {
            ledger.nodes().duties().alone("manifests", () -> written[0] = writeDue());
        }
        return written[0];
    }

    private int writeDue() {
        int written = 0;
        for (long drop : due()) {
            try {
                written += write(ledger.proofs().drop(drop).orElseThrow());
                inTrouble.remove(drop);
                stuck = false;
            } catch (IOException | UncheckedIOException | LedgerException e) {
                boolean storage = StorageException.isBehind(e);
                if (inTrouble.add(drop) && !(storage && stuck)) {
                    tell(drop, e);
                }
                if (storage) {
                    // The others would meet the same, and need not say so.
                    stuck = true;
                    inTrouble.addAll(due());
                    break;
                }
            }
        }
        return written;
    }

    private static void tell(long drop, Exception why) {
        try (Ids ids = Ids.put(InHand.drop(drop))) {
            StorageException storage = StorageException.find(why);
            LOG.error(
                    "The manifest of drop {} could not be written: {}; it is tried again",
                    drop,
                    storage == null ? why.toString() : storage.getMessage());
        }
    }

    /** Whether every drop at rest has its manifest; one that can't be written is not waited for. */
    public boolean areWritten() {
        return inTrouble.containsAll(due());
    }

    private List<Long> due() {
        Instant notSince = between.isZero()
                ? Instant.ofEpochMilli(Long.MAX_VALUE)
                : clock.instant().minus(between);
        return ledger.proofs().due(notSince, AT_ONCE);
    }

    private int write(Subject drop) throws IOException {
        try (Work work = Work.begin("manifests", InHand.drop(drop.id()).task(drop.task()))
                .quiet(true)) {
            return write(drop, work);
        }
    }

    private int write(Subject drop, Work work) throws IOException {
        long dropId = drop.id();
        List<Proofs.Manifest> before = ledger.proofs().manifests(dropId);
        int no = before.isEmpty() ? 1 : before.get(before.size() - 1).no() + 1;
        ManifestWriter.Written written = writer.write(drop, no, clock.instant());
        copy(drop, no, written.json());
        if (!ledger.proofs().proved(dropId, drop.moves(), written.manifest())) {
            LOG.debug("Drop {} moved while its manifest was written; it is written again", dropId);
            return 0;
        }
        if (no > 1) {
            spool.delete(ManifestWriter.leaves(dropId, no - 1));
        }
        work.quiet(false)
                .say("caravan.records", drop.counts().read())
                .say("caravan.records.published", drop.counts().in(RecordState.PUBLISHED));
        if (no == 1 && work.isTraced()) {
            work.restSince(arrivedAt(drop));
        }
        LOG.info(
                "Manifest {} of drop {}: {} rows read, root {}",
                no,
                dropId,
                drop.counts().read(),
                written.manifest().root());
        return 1;
    }

    private Instant arrivedAt(Subject drop) throws IOException {
        return spool.writtenAt(DropPaper.path(drop.id()))
                .or(() -> Optional.ofNullable(drop.sealedAt()))
                .orElseGet(clock::instant);
    }

    private void copy(Subject drop, int no, byte[] json) throws IOException {
        Path target = folder.resolve(drop.task());
        Files.createDirectories(target);
        String name = "drop-" + drop.id() + "-manifest-" + no + ".json";
        Path part = target.resolve("." + name + ".part");
        try {
            Files.write(part, json);
            Files.move(part, target.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw StorageException.ofFolder(target, e);
        }
    }
}
