package dev.caravan.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problem;
import dev.caravan.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketsReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsConnectionsWithKeysFromTheEnvironment() throws IOException {
        Problems problems = new Problems();
        Map<String, BucketSettings> read = read(problems, """
                buckets:
                  exports:
                    kind: s3
                    bucket: acme-exports
                    prefix: nightly/
                    region: eu-central-1
                    endpoint: http://minio:9000/
                    path-style: true
                    access-key: ${ID}
                    secret-key: ${KEY}
                  archive: {kind: gcs, bucket: acme-archive, service-account: /etc/caravan/account.json}
                  mine: {kind: s3, bucket: acme-mine}
                """);
        assertThat(problems.sorted()).isEmpty();
        assertThat(read.keySet()).containsExactly("exports", "archive", "mine");
        BucketSettings exports = read.get("exports");
        assertThat(exports.kind()).isEqualTo(Kind.S3);
        assertThat(exports.prefix()).isEqualTo("nightly/");
        assertThat(exports.endpoint()).contains("http://minio:9000");
        assertThat(exports.pathStyle()).isTrue();
        assertThat(exports.access().accessKey).isEqualTo("the-id");
        assertThat(exports.access().secretKey).isEqualTo("the-key");
        assertThat(exports.toString()).doesNotContain("the-id", "the-key");
        assertThat(read.get("archive").access().keyFile).isEqualTo("/etc/caravan/account.json");
        assertThat(read.get("mine").access().secretKey).isNull();
    }

    @Test
    void namesEveryProblemWithItsLine() throws IOException {
        Problems problems = new Problems();
        read(problems, """
                buckets:
                  exports:
                    kind: s4
                    prefix: /nightly
                    access-key: AKIA1234
                    secret-key: ${KEY:default}
                  Other: {kind: s3, bucket: acme-other, access-key: "${ID}", secret-kee: x}
                  archive:
                    kind: gcs
                    bucket: A
                    region: eu
                    endpoint: http://gcs.example
                  third: {kind: s3, bucket: acme-third, endpoint: "http://user@host", access-key: "${NO}", secret-key: "${KEY}"}
                """);
        String name = folder.resolve("buckets.yaml").toString();
        assertThat(problems.sorted().stream().map(Problem::toString).map(p -> p.replace(name, "buckets.yaml")))
                .containsExactly(
                        "\"s4\" is not allowed for \"kind\" in buckets.yaml:3. Expected s3 or gcs",
                        "Missing key \"bucket\" in buckets.yaml:3",
                        "\"/nightly\" is not a prefix in buckets.yaml:4. Expected one such as nightly/",
                        "A key of bucket connection \"exports\" is written into the file in buckets.yaml:5. Set an"
                                + " environment variable and name it here: ${NAME}",
                        "A key of bucket connection \"exports\" is written into the file in buckets.yaml:6. Set an"
                                + " environment variable and name it here: ${NAME}",
                        "Unknown key \"secret-kee\" in buckets.yaml:7. Allowed: kind, bucket, prefix, region, endpoint,"
                                + " path-style, access-key, secret-key, service-account, anonymous. Did you mean"
                                + " \"secret-key\"?",
                        "\"Other\" can't be the name of a bucket connection in buckets.yaml:7. Use lower-case letters,"
                                + " digits and -, at most 63 characters",
                        "\"access-key\" and \"secret-key\" belong together in buckets.yaml:7. Set both, or none for the"
                                + " default credentials of AWS",
                        "\"A\" is not the name of a bucket in buckets.yaml:10. Expected one such as my-exports",
                        "A bucket of kind gcs has no such key in buckets.yaml:11. Remove it",
                        "Tokens of Google would go to \"http://gcs.example\" readable for all on the way in"
                                + " buckets.yaml:12. Use https, or anonymous: true",
                        "${NO} is not set in buckets.yaml:13. Set it in the environment",
                        "\"http://user@host\" is not an endpoint in buckets.yaml:13. Expected one such as"
                                + " https://minio.example:9000");
    }

    @Test
    void hasNoConnectionsWithoutAFile() {
        Problems problems = new Problems();
        assertThat(BucketsReader.read(folder, Placeholders.none(), problems)).isEmpty();
        assertThat(problems.isEmpty()).isTrue();
        try (Buckets none = new Buckets(Map.of())) {
            assertThatThrownBy(() -> none.store("exports"))
                    .hasMessage("There is no bucket connection \"exports\" in buckets.yaml. It has none");
        }
    }

    @Test
    void reachesAnAddressOverTheConnectionOfItsBucket() throws IOException {
        Problems problems = new Problems();
        Map<String, BucketSettings> settings = read(problems, """
                buckets:
                  all: {kind: s3, bucket: acme, region: eu-west-1}
                  nightly: {kind: s3, bucket: acme, prefix: nightly/, region: eu-west-2}
                  other: {kind: gcs, bucket: acme}
                """);
        try (Buckets buckets = new Buckets(settings)) {
            assertThat(buckets.settingsAt("all")).isEqualTo(settings.get("all"));
            assertThat(place(buckets, "s3://acme")).isEqualTo("all s3 acme  eu-west-1");
            assertThat(place(buckets, "s3://acme/in")).isEqualTo("all s3 acme in/ eu-west-1");
            assertThat(place(buckets, "s3://acme/nightly/x/")).isEqualTo("nightly s3 acme nightly/x/ eu-west-2");
            assertThat(place(buckets, "gs://acme/x")).isEqualTo("other gs acme x/ ");
            assertThat(place(buckets, "s3://elsewhere/x")).isEqualTo("s3://elsewhere s3 elsewhere x/ ");
            for (String bad :
                    List.of("s3://", "s3://A", "s3://a b/", "http://acme/x", "s3://acme//x", "s3://acme/a\nb")) {
                assertThatThrownBy(() -> buckets.settingsAt(bad))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageEndingWith("is not the address of a place in a bucket. Expected one such as"
                                + " s3://bucket/prefix or gs://bucket/prefix");
            }
        }
    }

    private static String place(Buckets buckets, String address) {
        BucketSettings found = buckets.settingsAt(address);
        return found.name() + " " + found.kind().scheme() + " " + found.bucket() + " " + found.prefix() + " "
                + found.region().orElse("");
    }

    private Map<String, BucketSettings> read(Problems problems, String text) throws IOException {
        Files.writeString(folder.resolve("buckets.yaml"), text);
        Map<String, String> environment = Map.of("ID", "the-id", "KEY", "the-key");
        return BucketsReader.read(
                folder, new Placeholders(name -> Optional.ofNullable(environment.get(name))), problems);
    }
}
