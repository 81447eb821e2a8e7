package dev.caravan.intake.zone;

import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.bucket.BucketStore;
import dev.caravan.bucket.Buckets;
import dev.caravan.intake.Arrivals;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.TakenAlreadyException;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code bucketZones}: what the kamelets s3-drop-source and gcs-drop-source look for, and what is done with it. An
 * object that gives trouble stays where it is, is named in the log and left alone for a while.
 */
public final class BucketZones {
    private static final Logger LOG = LoggerFactory.getLogger(BucketZones.class);

    private final Ledger ledger;
    private final Spool spool;
    private final Tasks tasks;
    private final Buckets buckets;
    private final Arrivals arrivals;
    private final Parked parked;
    private final Map<String, Boolean> atRest = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    BucketZones(Ledger ledger, Spool spool, Tasks tasks, Buckets buckets, Clock clock) {
        this.ledger = ledger;
        this.spool = spool;
        this.tasks = tasks;
        this.buckets = buckets;
        this.arrivals = new Arrivals(ledger, spool);
        this.parked = new Parked(clock);
    }

    /**
     * Looks at a zone once: its new objects, and those that are to be put away. The listing goes on while the iterator does,
     * page by page.
     *
     * @param kind {@code s3} or {@code gcs}
     * @param where name of a bucket connection, or an address such as {@code s3://bucket/prefix/}
     * @param prefix folder below it, may be empty
     * @param include patterns of paths below the prefix, such as {@code **}{@code /*.csv}
     * @param after {@code move}, {@code tag}, {@code delete} or {@code leave}
     * @param moveTo where moved objects go, below {@code where}
     * @param task may be empty: the first folder below the prefix names it
     * @throws IllegalArgumentException if one of these can't be used
     * @throws IOException if the client can't be made
     */
    public Iterator<ZoneObject> look(
            String kind, String where, String prefix, String include, String after, String moveTo, String task)
            throws IOException {
        if (buckets.settingsAt(where).kind() != (kind.equals("s3") ? Kind.S3 : Kind.GCS)) {
            throw new IllegalArgumentException(
                    "The drop zone at \"" + where + "\" needs " + (kind.equals("s3") ? "gcs" : "s3") + "-drop-source");
        }
        if (!task.isEmpty() && tasks.find(task).isEmpty()) {
            throw new IllegalArgumentException(noTask(task) + ". The drop zone at \"" + where + "\" takes nothing");
        }
        if (moveTo.isEmpty()) {
            throw new IllegalArgumentException(
                    "The drop zone at \"" + where + "\" has an empty \"moveTo\": expected a prefix");
        }
        String name = where + " " + prefix + " " + task;
        atRest.put(name, false);
        arrivals.settle();
        BucketStore store = buckets.storeAt(where);
        var zone = new Zone(store, folder(prefix), new Glob(include), After.of(after), folder(moveTo), task);
        var ends = new Round.Ends(() -> stopping, parked, () -> atRest.put(name, true));
        return new Round(zone, ledger.drops(), ends);
    }

    /** Takes an object into the spool as a new drop; nothing happens while a disk has too little room. */
    public void take(ZoneObject found) {
        if (spool.isShort()) {
            return;
        }
        String task = found.getTask();
        if (tasks.find(task).isEmpty()) {
            park(
                    found,
                    "was not taken. " + noTask(task) + ". The first folder below the prefix of the drop zone names it");
        } else if (found.object().key().chars().anyMatch(Character::isISOControl)) {
            park(found, "was not taken. Its key holds control characters");
        } else {
            var drop = new Drops.NewDrop(
                    ledger.recipes().taskId(task),
                    found.zone().ledgerName(),
                    found.uri(),
                    found.object().version());
            var bytes = new ObjectBytes(found, spool, () -> stopping);
            attempt(
                    found,
                    "was not taken",
                    () -> arrivals.take(drop, found.object().key(), bytes));
        }
    }

    /** Moves, tags or deletes an object whose drop has ended. */
    public void putAway(ZoneObject found) {
        attempt(found, "was read, but could not be put away", () -> new PutAway(ledger.drops()).run(found));
    }

    /** Whether the last look at every zone found nothing to do. */
    public boolean isAtRest() {
        return !atRest.containsValue(false);
    }

    /** Ends every look and every copy soon, and for good. */
    public void stop() {
        stopping = true;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void attempt(ZoneObject found, String what, Work work) {
        try {
            work.run();
            parked.free(found.toString());
        } catch (TakenAlreadyException e) {
            LOG.debug("{}", e.getMessage());
        } catch (IOException e) {
            if (!stopping) {
                park(found, what + ": " + e.getMessage());
            }
        }
    }

    private void park(ZoneObject found, String what) {
        Duration pause = parked.park(found.toString());
        LOG.warn("{} {}. It stays where it is; next try in {} min", found.uri(), what, pause.toMinutes());
    }

    private String noTask(String task) {
        return "There is no task \"" + task.replaceAll("\\p{Cntrl}", "_") + "\". Known: "
                + String.join(", ", new TreeSet<>(tasks.byName().keySet()));
    }

    private static String folder(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }
}
