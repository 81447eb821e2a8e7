package dev.caravan.rerun;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Reruns.Anew;
import dev.caravan.ledger.Reruns.Query;
import dev.caravan.ledger.Reruns.Rerun;
import dev.caravan.restore.DropPaper;
import dev.caravan.restore.Rebuilt;
import dev.caravan.spool.DamagedSegmentException;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a rerun, from wherever it was left: first it queues what can go again as it is, then it writes the inputs of what needs
 * a new revision into a drop, which is read like any other.
 */
final class RerunWork {
    private static final Logger LOG = LoggerFactory.getLogger(RerunWork.class);
    private static final int PIECE = 5_000;

    private final Ledger ledger;
    private final Spool spool;
    private final Previews previews;

    RerunWork(Ledger ledger, Spool spool, Previews previews) {
        this.ledger = ledger;
        this.spool = spool;
        this.previews = previews;
    }

    void finish(Rerun rerun) throws IOException {
        Stored stored = Stored.read(rerun.filter());
        Query query = previews.query(stored.filter(), stored.recipes());
        List<Long> drops = previews.drops(stored.filter(), rerun.lastDrop());
        if (!rerun.queued()) {
            for (long drop : drops) {
                if (drop >= rerun.doneDrop()) {
                    queue(rerun, query, drop, drop == rerun.doneDrop() ? rerun.doneRecord() : 0);
                }
            }
            ledger.reruns().queued(rerun);
        }
        int anew = write(rerun, query, drops);
        ledger.reruns().done(rerun, anew);
        Rerun done = ledger.reruns().find(rerun.id()).orElseThrow();
        LOG.info(
                "Rerun {} of task {}, asked for by {} ({}): {} records are queued again, {} get a new revision",
                done.id(),
                stored.filter().task(),
                done.actor(),
                done.why(),
                done.again(),
                done.anew());
    }

    private void queue(Rerun rerun, Query query, long drop, long after) {
        long last = after;
        List<Long> ids = ledger.reruns().again(drop, query, last, PIECE);
        while (!ids.isEmpty()) {
            last = ids.get(ids.size() - 1);
            ledger.reruns().queue(rerun, query, drop, last, ids);
            ids = ledger.reruns().again(drop, query, last, PIECE);
        }
        ledger.reruns().queue(rerun, query, drop, Long.MAX_VALUE, List.of());
    }

    /** Returns how many new revisions its drop holds. */
    private int write(Rerun rerun, Query query, List<Long> drops) throws IOException {
        Long known = rerun.dropId();
        Optional<Drops.Drop> drop =
                known == null ? Optional.empty() : ledger.drops().find(known);
        boolean there = drop.filter(one -> one.state() != DropState.ARRIVING && one.state() != DropState.VOID)
                .isPresent();
        if (there) {
            return (int) Math.max(0, rerun.records() - rerun.again());
        }
        if (drops.stream()
                .allMatch(one -> ledger.reruns().anew(rerun, one, query, 0, 1).isEmpty())) {
            return 0;
        }
        long id = drop.filter(one -> one.state() == DropState.ARRIVING)
                .map(Drops.Drop::id)
                .orElseGet(() -> begin(rerun));
        String task = ledger.recipes().taskName(rerun.taskId());
        try (Work work = Work.begin("receive", InHand.drop(id).task(task))) {
            work.say("caravan.zone", Drops.RERUN);
            return written(rerun, id, query, drops);
        }
    }

    private int written(Rerun rerun, long id, Query query, List<Long> drops) throws IOException {
        String path = "drops/" + id + "/" + Rebuilt.NAME;
        var paper = new Drops.NewDrop(rerun.taskId(), Drops.RERUN, name(rerun), null);
        if (!spool.exists("drops/" + id + "/drop.json")) {
            DropPaper.of(id, ledger.recipes().taskName(rerun.taskId()), paper).write(spool);
        }
        var replaced = new ReplacedAnswers();
        copy(rerun, path, query, drops, replaced);
        ledger.reruns().written(rerun, replaced.all());
        ledger.drops().received(id, path, spool.size(path));
        return replaced.count();
    }

    private long begin(Rerun rerun) {
        long id = ledger.drops().arriving(new Drops.NewDrop(rerun.taskId(), Drops.RERUN, name(rerun), null));
        ledger.reruns().dropped(rerun, id);
        return id;
    }

    private static String name(Rerun rerun) {
        return "rerun-" + rerun.id() + ".jsonl";
    }

    private void copy(Rerun rerun, String path, Query query, List<Long> drops, ReplacedAnswers replaced)
            throws IOException {
        if (spool.exists(path)) {
            // Written whole before a crash, and not yet known.
            spool.delete(path);
        }
        var segments = new SegmentReader(spool);
        try (SpoolWriter out = spool.create(path)) {
            for (long drop : drops) {
                List<Anew> page = ledger.reruns().anew(rerun, drop, query, 0, PIECE);
                while (!page.isEmpty()) {
                    for (Anew one : page) {
                        if (isCopied(one, segments, out, drop)) {
                            replaced.add(one.answer());
                        }
                    }
                    page = ledger.reruns()
                            .anew(rerun, drop, query, page.get(page.size() - 1).recordId(), PIECE);
                }
            }
            out.commit();
        }
    }

    private boolean isCopied(Anew record, SegmentReader segments, SpoolWriter out, long drop) throws IOException {
        try {
            byte[] line = segments.line(
                    record.input().segment(),
                    record.input().offset(),
                    record.input().index());
            if (line.length <= 2) {
                // Erased since it was looked at.
                return false;
            }
            out.write(line);
            out.write('\n');
            return true;
        } catch (DamagedSegmentException e) {
            String why = e.getMessage() + ": bring the file back from a backup of the spool, or drop its source again";
            if (ledger.events().raiseOnce(EventKind.SPOOL_DAMAGED, "drop " + drop, why)) {
                try (Ids ids = Ids.put(InHand.drop(drop))) {
                    LOG.error("Drop {}: records can't go again. {}", drop, why);
                }
            }
            return false;
        }
    }
}
