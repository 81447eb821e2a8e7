package dev.caravan.intake;

import dev.caravan.bucket.BucketChangedException;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.restore.DropPaper;
import dev.caravan.spool.Spool;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the bytes of new drops into the spool. Thread-safe. */
public final class Arrivals {
    private static final Logger log = LoggerFactory.getLogger(Receive.class);
    private static final Pattern EXTENSION = Pattern.compile("(\\.[A-Za-z0-9]{1,10}){0,2}$");
    private final Ledger ledger;
    private final Drops drops;
    private final Spool spool;
    /** Drops of which the spool could not say whether it has their bytes. */
    private final Set<Long> unsure = ConcurrentHashMap.newKeySet();

    /** Writes the bytes of a drop as one object of the spool. */
    public interface Bytes {
        /** @throws NoSuchFileException or {@link BucketChangedException} if there is nothing of this version to take */
        void into(String spoolPath) throws IOException;
    }

    public Arrivals(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.drops = ledger.drops();
        this.spool = spool;
    }

    /** Whether a disk has too little room for anything new. */
    boolean isShort() {
        return spool.isShort();
    }

    /**
     * Takes a drop; nothing happens if its source is gone or has another version by now.
     *
     * @param name whose ending says what is in it
     * @throws IOException if it could not be taken; the drop vanished, its source may be taken again
     */
    public void take(Drops.NewDrop drop, String name, Bytes bytes) throws IOException {
        settle();
        long id = drops.arriving(drop);
        String task = ledger.recipes().taskName(drop.taskId());
        try (Work work = Work.begin("receive", InHand.drop(id).task(task))) {
            take(DropPaper.of(id, task, drop), drop, name, bytes);
            work.say("caravan.zone", drop.zone());
        }
    }

    private void take(DropPaper paper, Drops.NewDrop drop, String name, Bytes bytes) throws IOException {
        long id = paper.drop();
        String target = folder(id) + "source" + extension(name);
        try {
            paper.write(spool);
            bytes.into(target);
            drops.received(id, target, spool.size(target));
        } catch (NoSuchFileException | BucketChangedException gone) {
            drops.vanished(id);
            log.info("Drop {}: {} was taken or replaced by somebody else", id, drop.uri());
            return;
        } catch (IOException e) {
            unsure.add(id);
            settle(id, e);
            throw e;
        } catch (LedgerException e) {
            unsure.add(id);
            throw e;
        }
        log.info("Drop {} ({}): received", id, FailedFiles.safeName(DropPath.nameOf(drop.uri())));
    }

    /** Ends what could not be ended when it came, because the spool or the ledger did not answer then. */
    public void settle() throws IOException {
        for (Long id : unsure) {
            try {
                settleUnsure(id);
            } catch (LedgerUnavailableException e) {
                throw e;
            } catch (LedgerException e) {
                unsure.remove(id);
                log.warn("Drop {} was settled already: {}", id, e.getMessage());
            }
        }
    }

    private void settle(long id, IOException cause) {
        try {
            settleUnsure(id);
        } catch (IOException | LedgerException later) {
            cause.addSuppressed(later);
        }
    }

    /** Whoever brings a file and whoever reads the next one may both want to know. */
    private synchronized void settleUnsure(long id) throws IOException {
        if (unsure.contains(id)) {
            settle(id);
        }
    }

    /** Looks whether the spool has the bytes of an arriving drop: it is received then, else it vanished. */
    void settle(long id) throws IOException {
        try (Ids ids = Ids.put(InHand.drop(id))) {
            settleNamed(id);
        }
    }

    private void settleNamed(long id) throws IOException {
        String source;
        try (Stream<String> objects = spool.list(folder(id) + "source")) {
            source = objects.findFirst().orElse(null);
        }
        if (source == null) {
            drops.vanished(id);
        } else {
            drops.received(id, source, spool.size(source));
            log.info("Drop {}: received; its bytes were in the spool already", id);
        }
        unsure.remove(id);
    }

    private static String folder(long dropId) {
        return "drops/" + dropId + "/";
    }

    private static String extension(String name) {
        Matcher matcher = EXTENSION.matcher(name);
        return matcher.find() ? matcher.group().toLowerCase(Locale.ROOT) : "";
    }
}
