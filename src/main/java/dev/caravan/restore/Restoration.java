package dev.caravan.restore;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Restores;
import dev.caravan.ledger.Restores.PastBatch;
import dev.caravan.ledger.Restores.PastDrop;
import dev.caravan.ledger.Restores.PastLine;
import dev.caravan.ledger.Restores.PastPublication;
import dev.caravan.ledger.Restores.PastTry;
import dev.caravan.spool.Spool;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
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

    private static final String DUTY = "restore";

    private final Ledger ledger;
    private final Spool spool;

    public Restoration(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
    }

    /** Raises the epoch and brings in the rows of unknown drops. */
    void begin(Gap gap, String why) throws IOException {
        if (!ledger.nodes().duties().take(DUTY)) {
            throw new StartRefusedException(
                    "The ledger was put back from a backup, and another node brings in just now what"
                            + " the spool knows. Start again when that is done (status says which nodes there are). Nothing was"
                            + " changed.");
        }
        Restores restores = ledger.restores();
        restores.begin(gap.lastPublication(), why);
        for (long id : gap.drops()) {
            bringIn(id);
        }
        for (long id : PurgeMark.all(spool, "drops/")) {
            restores.over(id);
            empty("drops/" + id + "/");
        }
        withoutFiles();
        new PastEditions(ledger, spool).bringIn();
        manifests();
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
        for (long id : PurgeMark.all(spool, "batches/")) {
            empty("batches/" + id + "/");
        }
        int publications = 0;
        for (long id : Folders.numbers(spool, "publications/", one -> !restores.knows(one))) {
            publications += publication(id) ? 1 : 0;
        }
        restores.end();
        ledger.nodes().duties().end(DUTY);
        LOG.warn(
                "What the spool knew is in the ledger: {} drops were read, {} batches and {} publications brought in. What"
                        + " was published since the backup goes to its sinks again, under the keys and names that it had",
                drops,
                ids.size(),
                publications);
    }

    /** Batches that are not in the ledger, or there without their members. */
    private TreeSet<Long> unknown() throws IOException {
        TreeSet<Long> ids = Folders.numbers(
                spool, "batches/", id -> ledger.batches().find(id).isEmpty());
        ids.addAll(ledger.assembly().leftAssembling());
        return ids;
    }

    /** Drops that were read in the time that was lost, and whose files went when a record of them was erased. */
    private void withoutFiles() throws IOException {
        for (var drop : ledger.restores().unread().entrySet()) {
            long id = drop.getKey();
            PastDrop found = drop(id);
            String path = found.spoolPath();
            if (path != null && !path.equals(drop.getValue()) && Rebuilt.is(path)) {
                ledger.restores().rebuilt(found);
            }
        }
    }

    /** Their numbers go on after those of the time that was lost. */
    private void manifests() throws IOException {
        for (long id : ManifestPaper.drops(spool)) {
            Set<Integer> known = ledger.proofs().manifests(id).stream()
                    .map(Proofs.Manifest::no)
                    .collect(Collectors.toSet());
            for (Proofs.Manifest lost : ManifestPaper.unknown(spool, id, known)) {
                ledger.restores().manifest(id, lost);
            }
        }
    }

    private boolean publication(long id) throws IOException {
        try (Ids ids = Ids.put(InHand.publication(id))) {
            return publicationNamed(id);
        }
    }

    private boolean publicationNamed(long id) throws IOException {
        Optional<PublicationPaper> paper = PublicationPaper.read(spool, id);
        if (paper.isEmpty()) {
            LOG.info("Publication {} of the time that was lost was never sent; its records are published anew", id);
            empty("publications/" + id + "/");
            return false;
        }
        if (paper.get().rejects()) {
            LOG.info("Publication {} of the time that was lost held what people rejected; they are asked again", id);
            empty("publications/" + id + "/");
            return false;
        }
        List<PastLine> lines = new ArrayList<>();
        PastPublication publication = paper.get().in(ledger.recipes(), spool, lines);
        int members =
                ledger.restores().publication(publication, lines, paper.get().shares(spool));
        LOG.info("Publication {} of the time that was lost is known: {} of its {} records", id, members, lines.size());
        return true;
    }

    private void batch(long id) throws IOException {
        try (Ids ids = Ids.put(InHand.batch(id))) {
            batchNamed(id);
        }
    }

    private void batchNamed(long id) throws IOException {
        if (PurgeMark.isOn(spool, "batches/" + id + "/")) {
            ledger.restores().over(BatchPaper.read(spool, id).in(ledger.recipes(), 0, List.of()));
            return;
        }
        List<PastTry> tries = TryPapers.read(spool, id);
        if (!spool.exists(BatchPaper.path(id))) {
            neverAssembled(id, tries);
            return;
        }
        BatchPaper paper = BatchPaper.read(spool, id).newest(spool);
        PastBatch batch = paper.in(ledger.recipes(), 0, tries);
        int blank = tries.isEmpty()
                ? 0
                : BatchPaper.members(spool, id, chunk -> ledger.restores().attach(batch, chunk));
        ledger.restores().batch(paper.in(ledger.recipes(), blank, tries));
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
        empty("batches/" + id + "/");
    }

    /** Of what was deleted by age, what may be left of a deletion that a crash cut short. */
    private void empty(String folder) throws IOException {
        List<String> left;
        boolean purged = PurgeMark.isOn(spool, folder);
        try (Stream<String> objects = spool.list(folder)) {
            left = objects.filter(path -> !purged || !PurgeMark.keeps(folder, path))
                    .toList();
        }
        for (String path : left) {
            spool.delete(path);
        }
    }

    private void bringIn(long id) throws IOException {
        if (PurgeMark.isOn(spool, "drops/" + id + "/")) {
            ManifestPaper last = ManifestPaper.last(spool, id);
            ledger.restores().over(drop(id), last.failed(), last.counts());
        } else {
            ledger.restores().drop(drop(id));
        }
    }

    private PastDrop drop(long id) throws IOException {
        String source = null;
        long fence = 0;
        Set<String> segments = new TreeSet<>();
        try (Stream<String> objects = spool.list("drops/" + id + "/")) {
            for (String path : (Iterable<String>) objects::iterator) {
                if (Rebuilt.isSegment(path)) {
                    fence = Math.max(fence, Rebuilt.fence(path));
                    segments.add(path);
                } else if (path.startsWith("drops/" + id + "/source") || Rebuilt.is(path)) {
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
        if (source == null && !segments.isEmpty() && !PurgeMark.isOn(spool, "drops/" + id + "/")) {
            source = new Rebuilt(spool).of(id, segments);
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
