package dev.caravan.route;

import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.bucket.BucketTestAccess;
import dev.caravan.bucket.Buckets;
import dev.caravan.publish.SinkBench;
import dev.caravan.publish.bucket.BucketSinkTestAccess;
import dev.caravan.publish.parquet.ParquetTestAccess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Freezes and delivers a large publication in a JVM of its own: endpoint, format, records of a megabyte, data folder. */
final class SinkTrial {
    private static final int ANSWER = 1_000_000;
    private static final int HALF = 15;

    private SinkTrial() {}

    public static void main(String[] args) throws Exception {
        Set<String> ids = IntStream.range(0, Integer.parseInt(args[2]))
                .mapToObj(Integer::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        try (SinkBench bench = new SinkBench(Path.of(args[3]), "tickets-s3", Clock.systemUTC());
                Buckets buckets = BucketTestAccess.s3(URI.create(args[0]), "")) {
            bench.publication(ids, SinkTrial::answer);
            var delivery = bench.claim().orElseThrow();
            BucketSinkTestAccess.sink(buckets, bench.formats(ParquetTestAccess.format(bench.columns())))
                    .write(delivery, Kind.S3, "exports", "large", args[1]);
            System.out.println("RESULT published " + delivery.getRecords());
        }
    }

    /** Letters that compress by half at best. */
    private static String answer(String id) {
        byte[] letters = new byte[ANSWER];
        new Random(Long.parseLong(id)).nextBytes(letters);
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + (letters[i] & HALF));
        }
        return "{\"category\":\"" + new String(letters, StandardCharsets.ISO_8859_1) + "\"}";
    }
}
