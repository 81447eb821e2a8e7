package dev.caravan.bucket;

import dev.caravan.bucket.BucketSettings.Access;
import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code buckets.yaml}. */
public final class BucketsReader {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    static final String BUCKET = "[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]";
    private static final List<String> S3_ONLY = List.of("region", "path-style", "access-key", "secret-key");
    private final Placeholders placeholders;
    private final Map<String, BucketSettings> connections = new LinkedHashMap<>();

    private BucketsReader(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /**
     * Reads what can be read; everything else is a problem. Without the file there are no connections.
     *
     * @param configDir folder that holds it
     */
    public static Map<String, BucketSettings> read(Path configDir, Placeholders placeholders, Problems problems) {
        Path file = configDir.resolve("buckets.yaml");
        if (!Files.exists(file)) {
            return Map.of();
        }
        BucketsReader reader = new BucketsReader(placeholders);
        YamlFile.read(file, placeholders, problems).ifPresent(reader::file);
        return reader.connections;
    }

    private void file(YamlMap file) {
        file.allow("buckets");
        file.get("buckets").map().values().forEach(this::connection);
    }

    private void connection(String name, YamlValue value) {
        YamlMap map = value.map();
        map.allow(
                "kind",
                "bucket",
                "prefix",
                "region",
                "endpoint",
                "path-style",
                "access-key",
                "secret-key",
                "service-account",
                "anonymous");
        if (!value.named(name, NAME)) {
            value.problem(
                    "\"" + name + "\" can't be the name of a bucket connection",
                    "Use lower-case letters, digits and -, at most 63 characters");
        }
        Kind kind = map.get("kind").required().oneOf("s3", List.of("s3", "gcs")).equals("gcs") ? Kind.GCS : Kind.S3;
        refuseForeign(kind, map);
        Access access = access(name, kind, map);
        connections.put(
                name,
                new BucketSettings(
                        name,
                        kind,
                        bucket(map.get("bucket").required()),
                        prefix(map.get("prefix")),
                        map.get("region").text(),
                        endpoint(kind, map),
                        map.get("path-style").bool(false),
                        access));
    }

    private static void refuseForeign(Kind kind, YamlMap map) {
        List<String> foreign = kind == Kind.GCS ? S3_ONLY : List.of("service-account");
        foreign.stream()
                .map(map::get)
                .filter(YamlValue::present)
                .forEach(value -> value.problem(
                        "A bucket of kind " + (kind == Kind.GCS ? "gcs" : "s3") + " has no such key", "Remove it"));
    }

    private Access access(String name, Kind kind, YamlMap map) {
        YamlValue accessKey = map.get("access-key");
        YamlValue secretKey = map.get("secret-key");
        if (accessKey.present() != secretKey.present()) {
            (accessKey.present() ? accessKey : secretKey)
                    .problem(
                            "\"access-key\" and \"secret-key\" belong together",
                            "Set both, or none for the default credentials of AWS");
        }
        if (map.get("anonymous").bool(false)) {
            return Access.anonymous();
        }
        if (kind == Kind.GCS) {
            return map.get("service-account").text().map(Access::keyFile).orElseGet(Access::ofTheMachine);
        }
        Optional<String> id = secret(name, accessKey);
        Optional<String> secret = secret(name, secretKey);
        return id.isPresent() && secret.isPresent() ? Access.keys(id.get(), secret.get()) : Access.ofTheMachine();
    }

    private Optional<String> secret(String name, YamlValue value) {
        Optional<String> raw = value.raw().map(String::strip);
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        if (!value.fits(raw.get(), Placeholders.ONE) || Placeholders.hasDefault(raw.get())) {
            value.problem(
                    "A key of bucket connection \"" + name + "\" is written into the file",
                    "Set an environment variable and name it here: ${NAME}");
            return Optional.empty();
        }
        return value.text().map(String::strip);
    }

    private static String bucket(YamlValue value) {
        String bucket = value.text("");
        if (value.present() && !value.fits(bucket, BUCKET)) {
            value.problem("\"" + bucket + "\" is not the name of a bucket", "Expected one such as my-exports");
        }
        return bucket;
    }

    private static String prefix(YamlValue value) {
        String prefix = value.text("");
        if (!value.fits(prefix, "([^/][\\s\\S]*/)?")) {
            value.problem("\"" + prefix + "\" is not a prefix", "Expected one such as nightly/");
        }
        return prefix;
    }

    private static Optional<String> endpoint(Kind kind, YamlMap map) {
        YamlValue value = map.get("endpoint");
        Optional<String> endpoint = value.text();
        endpoint.ifPresent(text -> {
            if (!value.fits(text, "https?://[^\\s?#@]+")) {
                value.problem("\"" + text + "\" is not an endpoint", "Expected one such as https://minio.example:9000");
            } else if (kind == Kind.GCS
                    && !isSafe(text)
                    && !map.get("anonymous").bool(false)) {
                value.problem(
                        "Tokens of Google would go to \"" + text + "\" readable for all on the way",
                        "Use https, or anonymous: true");
            }
        });
        return endpoint.map(text -> text.replaceAll("/+$", ""));
    }

    private static boolean isSafe(String endpoint) {
        return endpoint.startsWith("https://")
                || endpoint.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?/?");
    }
}
