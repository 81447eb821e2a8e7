package dev.caravan.intake.zone;

import dev.caravan.bucket.BucketStore;
import dev.caravan.bucket.Buckets;
import dev.caravan.bucket.BucketsReader;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.ledger.Beside;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.spool.LocalSpool;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.testkit.GcsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Zones over a real ledger and spool, and over GCS on HTTP; reading is done by hand. */
final class ZoneTrial implements AutoCloseable {
    final GcsServer server = new GcsServer("acme-in");
    final Ledger ledger;
    private final Path file;
    final LocalSpool spool;
    final BucketStore store;
    final Hands clock = new Hands();
    private final Buckets buckets;
    private final Tasks tasks = new Tasks(Map.of("chat", task()));

    /** A clock that is set by hand. */
    static final class Hands extends Clock {
        Instant now = Instant.parse("2026-11-20T10:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    ZoneTrial(Path folder) throws IOException {
        Path account = server.serviceAccount(folder.resolve("account.json"));
        Files.writeString(
                folder.resolve("buckets.yaml"),
                "buckets:\n  zones: {kind: gcs, bucket: acme-in, endpoint: \"" + server.endpoint()
                        + "\", service-account: \"" + account + "\"}\n");
        Problems problems = new Problems();
        buckets = new Buckets(BucketsReader.read(folder, new Placeholders(name -> Optional.empty()), problems));
        problems.throwIfAny();
        store = buckets.store("zones");
        file = EmptyLedger.at(folder.resolve("ledger.db"));
        ledger = SqliteLedger.open(file, clock);
        spool = new LocalSpool(folder.resolve("spool"));
    }

    /** As a new process has them. */
    BucketZones zones() {
        return new BucketZones(ledger, spool, tasks, buckets, clock);
    }

    /** As another node has them; the ledger is to be closed. */
    BucketZones zones(Ledger node) {
        return new BucketZones(node, spool, tasks, buckets, clock);
    }

    Ledger join() {
        return Beside.join(file, clock);
    }

    static Iterator<ZoneObject> look(BucketZones zones, String after) throws IOException {
        return zones.look("gcs", "zones", "in", "**", after, ".caravan/", "chat");
    }

    /** Everything that one look offers. */
    static List<ZoneObject> all(BucketZones zones, String after) throws IOException {
        List<ZoneObject> all = new ArrayList<>();
        look(zones, after).forEachRemaining(all::add);
        return all;
    }

    void put(String key, byte[] bytes) throws IOException {
        store.delete(key, null);
        store.put(key, new ByteArrayInputStream(bytes), Map.of());
    }

    /** Reads the oldest received drop, as if it had no rows. */
    long seal() {
        Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
        ledger.drops().seal(claim);
        return claim.dropId();
    }

    private static Task task() {
        return new Task(
                "chat",
                1,
                null,
                new Task.Input("id", Set.of(), 100, null, null, false),
                new Task.Prompt("", "{{id}}"),
                new Task.Output(null, 1, Map.of(), false, 100, false),
                new Task.Retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                new Task.Review(null, 0, 1),
                new Task.Publish(List.of()),
                Duration.ZERO);
    }

    @Override
    public void close() {
        ledger.close();
        buckets.close();
        server.close();
    }
}
