package dev.caravan.restore;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Restores;
import dev.caravan.ledger.Restores.PastBatch;
import dev.caravan.ledger.Restores.PastDrop;
import dev.caravan.ledger.Restores.PastLine;
import dev.caravan.ledger.Restores.PastPublication;
import dev.caravan.ledger.Restores.PastTry;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the spool knows into a ledger that went back in time (protocol rule 19), before anything is cut or sent. Drops
 * are read again from their bytes; batches are given the records that their members are; then they are polled, or looked
 * for at their providers like any create in doubt.
 */
public final class Restoration {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
    private static final Pattern SEGMENT = Pattern.compile(".*/segment-([0-9]+)\\.jsonl\\.zst");

    private final Ledger ledger;
    private final Spool spool;

    public Restoration(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
    }

    /** Raises the epoch and brings in the rows of unknown drops. */
    void begin(Gap gap, String why) throws IOException {
        Restores restores = ledger.restores();
        restores.begin(gap.lastPublication(), why);
        for (long id : gap.drops()) {
            restores.drop(drop(id));
        }
        LOG.warn(
                "{} Its epoch is {} now. Nothing is cut or sent until all of it is brought in",
                why,
                ledger.lineage().identity().epoch());
    }

    /**
     * Ends what was begun, if anything was.
     *
     * @param readOne reads one drop; false when there is none left
     */
    public void finish(BooleanSupplier readOne) throws IOException {
        Restores restores = ledger.restores();
        if (!restores.isUnderWay()) {
            return;
        }
        int drops = 0;
        while (readOne.getAsBoolean()) {
            drops++;
        }
        TreeSet<Long> ids = unknown();
        for (long id : ids.descendingSet()) {
            batch(id);
        }
        for (long id : restores.horizon().openBatches().keySet()) {
            restores.open(id, TryPapers.read(spool, id));
        }
        int publications = 0;
        for (long id : unknownPublications()) {
            publications += publication(id) ? 1 : 0;
        }
        restores.end();
        LOG.warn(
                "What the spool knew is in the ledger: {} drops were read, {} batches and {} publications brought in. What"
                        + " was published since the backup goes to its sinks again, under the keys and names that it had",
                drops,
                ids.size(),
                publications);
    }

    /** Batches that are not in the ledger, or there without their members. */
    private TreeSet<Long> unknown() throws IOException {
        TreeSet<Long> ids = new TreeSet<>(ledger.assembly().leftAssembling());
        try (Stream<String> folders = spool.folders("batches/")) {
            folders.filter(name -> name.matches("[0-9]{1,18}"))
                    .map(Long::parseLong)
                    .filter(id -> ledger.batches().find(id).isEmpty())
                    .forEach(ids::add);
        }
        return ids;
    }

    private TreeSet<Long> unknownPublications() throws IOException {
        TreeSet<Long> ids = new TreeSet<>();
        try (Stream<String> folders = spool.folders("publications/")) {
            folders.filter(name -> name.matches("[0-9]{1,18}"))
                    .map(Long::parseLong)
                    .filter(id -> !ledger.restores().knows(id))
                    .forEach(ids::add);
        }
        return ids;
    }

    private boolean publication(long id) throws IOException {
        Optional<PublicationPaper> paper = PublicationPaper.read(spool, id);
        if (paper.isEmpty()) {
            LOG.info("Publication {} of the time that was lost was never sent; its records are published anew", id);
            return false;
        }
        List<PastLine> lines = new ArrayList<>();
        PastPublication publication = paper.get().in(ledger.recipes(), spool, lines);
        int members = ledger.restores().publication(publication, lines);
        LOG.info("Publication {} of the time that was lost is known: {} of its {} records", id, members, lines.size());
        return true;
    }

    private void batch(long id) throws IOException {
        List<PastTry> tries = TryPapers.read(spool, id);
        if (!spool.exists(BatchPaper.path(id))) {
            neverAssembled(id, tries);
            return;
        }
        PastBatch batch = BatchPaper.read(spool, id).in(ledger.recipes(), tries);
        if (!tries.isEmpty()) {
            BatchPaper.members(spool, id, chunk -> ledger.restores().attach(batch, chunk));
        }
        ledger.restores().batch(batch);
        BatchState state = ledger.batches().find(id).orElseThrow().state();
        LOG.info("Batch {} of the time that was lost is {}", id, state);
    }

    /** Its number is used again, and its folder must be empty then. */
    private void neverAssembled(long id, List<PastTry> tries) throws IOException {
        if (!tries.isEmpty()) {
            throw new StartRefusedException("The ledger is older than its spool, and batches/" + id
                    + " in the spool was sent but its manifest is gone. Bring " + BatchPaper.path(id)
                    + " and " + BatchPaper.membersPath(id) + " back from a backup of the spool. Nothing was sent.");
        }
        List<String> left;
        try (Stream<String> objects = spool.list("batches/" + id + "/")) {
            left = objects.toList();
        }
        for (String path : left) {
            spool.delete(path);
        }
    }

    private PastDrop drop(long id) throws IOException {
        String source = null;
        long fence = 0;
        try (Stream<String> objects = spool.list("drops/" + id + "/")) {
            for (String path : (Iterable<String>) objects::iterator) {
                Matcher segment = SEGMENT.matcher(path);
                if (segment.matches()) {
                    fence = Math.max(fence, Long.parseLong(segment.group(1)));
                } else if (path.startsWith("drops/" + id + "/source")) {
                    source = path;
                }
            }
        }
        DropPaper paper;
        try {
            paper = DropPaper.read(spool, id);
        } catch (NoSuchFileException e) {
            throw new StartRefusedException(
                    "The ledger is older than its spool, and drops/" + id
                            + " in the spool has no drop.json that says what it is. Move that folder out of the spool, start"
                            + " again, and drop its source file once more; nothing of it is paid twice. Nothing was sent.",
                    e);
        }
        return new PastDrop(
                id,
                ledger.recipes().taskId(paper.task()),
                paper.zone(),
                paper.uri(),
                paper.tag(),
                source,
                source == null ? 0 : spool.size(source),
                fence);
    }
}
