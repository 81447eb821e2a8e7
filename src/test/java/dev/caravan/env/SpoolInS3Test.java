package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testkit.S3Server;
import dev.caravan.testkit.Storm;
import dev.caravan.testkit.Storm.Weather;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool in a real bucket that refuses, is busy, slow, or breaks off, again and again, while records are at every step. */
class SpoolInS3Test {
    private static final int ROWS = 30;
    private static final List<Weather> BAD =
            List.of(Weather.BUSY, Weather.RESETS, Weather.REFUSES, Weather.SLOW, Weather.RESETS, Weather.REFUSES);

    @TempDir
    Path folder;

    /** Rule 43: whatever could not be written or read is done again when the bucket is back, and paid once. */
    @Test
    void settlesByItselfWhateverTheBucketDoes() throws Exception {
        try (S3Server server = new S3Server("acme-spool");
                Storm storm = new Storm(server.endpoint());
                Whole caravan = new Whole(folder)) {
            Files.writeString(folder.resolve("config/buckets.yaml"), """
                    buckets:
                      spool: {kind: s3, bucket: acme-spool, region: %s, path-style: true, endpoint: "%s",
                        access-key: "${STORM_ID}", secret-key: "${STORM_KEY}"}
                    """.formatted(S3Server.REGION, storm.endpoint()));
            caravan.start(
                    "--caravan.spool=s3://acme-spool/spool",
                    "--STORM_ID=" + S3Server.ACCESS_KEY,
                    "--STORM_KEY=" + S3Server.SECRET_KEY);
            for (Weather bad : BAD) {
                caravan.drop("storm" + bad.ordinal() + "-" + storm.hit(), ROWS);
                LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
                storm.become(bad);
                LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
                storm.become(Weather.FAIR);
                LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
            }
            int records = BAD.size() * ROWS;
            caravan.published(records);
            caravan.allIsWell(records);
            assertThat(storm.hit()).isGreaterThan(3);
            assertThat(caravan.data().resolve("spool")).doesNotExist();
            assertThat(caravan.warnings()).hasSizeLessThan(120).noneMatch(line -> line.contains(S3Server.SECRET_KEY));
        }
    }
}
