package dev.caravan;

import dev.caravan.bucket.BucketSettings;
import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.bucket.Buckets;
import dev.caravan.config.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/** What {@code check} says about buckets. */
final class BucketCheck {
    private static final String SPOOL = "caravan.spool";

    private BucketCheck() {}

    /** The address of the spool, if it is in a bucket. */
    static void spool(Environment environment, Problems problems) {
        String where = environment.getProperty(SPOOL, "");
        if (where.contains("://")) {
            try (Buckets none = new Buckets(Map.of())) {
                none.settingsAt(where);
            } catch (IllegalArgumentException e) {
                problems.add(SPOOL, 0, String.valueOf(e.getMessage()));
            }
        }
    }

    static Map<String, String> kinds(Map<String, BucketSettings> connections) {
        return connections.values().stream()
                .collect(Collectors.toMap(BucketSettings::name, c -> c.kind() == Kind.S3 ? "s3" : "gcs"));
    }

    /** Asks every connection for one key, unless {@code caravan.check.buckets} is false. */
    static void ask(Environment environment, Map<String, BucketSettings> connections, Problems problems) {
        if (!environment.getProperty("caravan.check.buckets", Boolean.class, true)) {
            return;
        }
        Path file = Path.of(environment.getProperty("caravan.config", "config")).resolve("buckets.yaml");
        try (Buckets buckets = new Buckets(connections)) {
            for (String name : connections.keySet()) {
                ask(
                        buckets,
                        name,
                        "The bucket connection \"" + name + "\"",
                        problems,
                        file.toString(),
                        line(file, name));
            }
            String spool = environment.getProperty(SPOOL, "");
            if (spool.contains("://")) {
                ask(buckets, spool, "The spool", problems, SPOOL, 0);
            }
        }
    }

    private static void ask(Buckets buckets, String place, String who, Problems problems, String file, int line) {
        try {
            buckets.storeAt(place).list("", null, 1);
        } catch (IOException e) {
            problems.add(file, line, who + " can't be used: " + e.getMessage());
        }
    }

    private static int line(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches("\\s+[\"']?" + name + "[\"']?\\s*:.*")) {
                    return i + 1;
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + file, e);
        }
    }
}
