package dev.caravan.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bucket.BucketTestAccess;
import dev.caravan.bucket.Buckets;
import dev.caravan.ledger.EventKind;
import dev.caravan.provider.ProviderDates;
import dev.caravan.spool.Spools;
import dev.caravan.task.Task;
import dev.caravan.testkit.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 44 and 46 where the spool is a bucket: manifests, erasure and purge, one after the other. */
class BucketRetentionTest {
    @TempDir
    Path data;

    @Test
    void provesErasesAndPurgesInABucket() throws IOException {
        try (var server = new S3Server("acme-exports");
                Buckets buckets = BucketTestAccess.s3(server.endpoint(), "");
                Yard yard = new Yard(data, Spools.at("s3://acme-exports/spool", data, buckets))) {
            var manifests =
                    new Manifests(yard.ledger, yard.spool, data.resolve("manifests"), yard.clock, Duration.ZERO);
            yard.drop("hello", "a", "b", "c");
            yard.finish();
            assertThat(manifests.once()).isEqualTo(1);
            new EraseRequests(data).ask("triage", "b", "dpo", yard.clock.instant());
            new Erasing(yard.ledger, yard.spool, new EraseRequests(data)).once();
            assertThat(files(yard))
                    .contains("drops/1/segment-1-e1.jsonl.zst", "batches/1/results-3-e1.jsonl")
                    .doesNotContain("drops/1/in.csv", "drops/1/segment-1.jsonl.zst", "batches/1/results-3.jsonl");
            assertThat(yard.read("batches/1/results-3-e1.jsonl"))
                    .contains("about a", "about c")
                    .doesNotContain("about b");
            assertThat(manifests.once()).isEqualTo(1);
            var check = new ManifestCheck(
                    yard.ledger.proofs(), yard.spool, yard.ledger.instance().substring(0, 6));
            byte[] manifest = yard.read("drops/1/manifest-2.json").getBytes(StandardCharsets.UTF_8);
            assertThat(check.check(manifest).problems()).isEmpty();

            yard.pass(Duration.ofDays(31));
            ProviderDates dates = new ProviderDates(() -> 0);
            Retention retention = retention(yard, dates);
            retention.once();
            assertThat(yard.ledger.events().newest(1).get(0).kind())
                    .as("a bucket tells no time")
                    .isEqualTo(EventKind.CLOCKS_DISAGREE);
            dates.heard(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    yard.clock.instant().atOffset(ZoneOffset.UTC)));
            retention.once();
            assertThat(files(yard))
                    .containsExactly(
                            "batches/1/manifest.json",
                            "batches/1/purged.json",
                            "drops/1/drop.json",
                            "drops/1/manifest-1.json",
                            "drops/1/manifest-2.json",
                            "drops/1/manifest-2.leaves",
                            "drops/1/purged.json");
            assertThat(check.check(manifest).problems()).isEmpty();
            assertThat(yard.ledger.counts().recount()).isEmpty();
        }
    }

    private static Retention retention(Yard yard, ProviderDates dates) {
        return new Retention(
                yard.ledger,
                Yard.tasks(new Task.Retention(Duration.ofDays(30), null)),
                new Payloads(yard.spool),
                new Clocks(yard.clock, dates, yard.spool),
                yard.clock,
                10);
    }

    private static List<String> files(Yard yard) throws IOException {
        try (Stream<String> drops = yard.spool.list("drops/");
                Stream<String> batches = yard.spool.list("batches/");
                Stream<String> publications = yard.spool.list("publications/")) {
            return Stream.of(drops, batches, publications)
                    .flatMap(all -> all)
                    .sorted()
                    .toList();
        }
    }
}
