package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testkit.GcsServer;
import dev.caravan.testkit.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command check against real servers. */
class BucketCheckTest {
    @TempDir
    Path folder;

    private List<String> check(String buckets, String... options) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(file.toString());
                Files.createDirectories(to.getParent());
                Files.write(to, Files.readAllBytes(file));
            }
        }
        Files.writeString(folder.resolve("config/buckets.yaml"), buckets);
        List<String> all = new ArrayList<>(
                List.of("--caravan.config=" + folder.resolve("config"), "--caravan.data=" + folder.resolve("data")));
        all.addAll(List.of(options));
        var out = new ByteArrayOutputStream();
        Check.run(all.toArray(String[]::new), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8)
                .replace(folder + "/", "")
                .lines()
                .toList();
    }

    @Test
    void namesBucketsThatAreNotThereAndKeysThatAreWrong() throws IOException {
        try (S3Server server = new S3Server("acme-exports")) {
            String s3 = "{kind: s3, region: " + S3Server.REGION + ", path-style: true, endpoint: \"" + server.endpoint()
                    + "\", access-key: \"${ID}\", ";
            List<String> lines = check(
                    "buckets:\n  good: " + s3 + "bucket: acme-exports, secret-key: \"${SECRET}\"}\n  missing: " + s3
                            + "bucket: acme-imports, secret-key: \"${SECRET}\"}\n  stranger: " + s3
                            + "bucket: acme-exports, secret-key: \"${WRONG}\"}\n",
                    "--ID=" + S3Server.ACCESS_KEY,
                    "--SECRET=" + S3Server.SECRET_KEY,
                    "--WRONG=guessed");
            assertThat(lines).hasSize(3).last().isEqualTo("check: 2 problems");
            assertThat(lines.get(0))
                    .startsWith("The bucket connection \"missing\" can't be used: s3://acme-imports/: NoSuchBucket ")
                    .endsWith(" in config/buckets.yaml:3");
            assertThat(lines.get(1))
                    .startsWith("The bucket connection \"stranger\" can't be used: s3://acme-exports/: connection"
                            + " \"stranger\" may not do this (403 SignatureDoesNotMatch ")
                    .endsWith("docs/buckets.md lists the rights it needs in config/buckets.yaml:4")
                    .doesNotContain("guessed");
        }
    }

    @Test
    void asksForTheSpoolToo() throws IOException {
        try (GcsServer server = new GcsServer("acme-archive")) {
            Path account = server.serviceAccount(folder.resolve("account.json"));
            String yaml = "buckets:\n  archive: {kind: gcs, bucket: acme-archive, endpoint: \"" + server.endpoint()
                    + "\", service-account: \"${ACCOUNT}\"}\n";
            assertThat(check(yaml, "--ACCOUNT=" + account, "--caravan.spool=gs://acme-archive/spool"))
                    .singleElement()
                    .asString()
                    .startsWith("check: ok");
            assertThat(check(yaml.replace("acme-archive,", "acme-other,"), "--ACCOUNT=" + account))
                    .first()
                    .asString()
                    .startsWith(
                            "The bucket connection \"archive\" can't be used: gs://acme-other/: The specified bucket does not"
                                    + " exist.")
                    .endsWith(" in config/buckets.yaml:2");
            assertThat(check(
                            yaml.replace("acme-archive,", "acme-other,"),
                            "--ACCOUNT=" + account,
                            "--caravan.check.buckets=false"))
                    .first()
                    .asString()
                    .startsWith("check: ok");
        }
    }

    @Test
    void refusesASpoolThatIsNowhere() throws IOException {
        assertThat(check("buckets: {}\n", "--caravan.spool=ftp://host/spool"))
                .containsExactly(
                        "\"ftp://host/spool\" is not the address of a place in a bucket. Expected one such as"
                                + " s3://bucket/prefix or gs://bucket/prefix in caravan.spool",
                        "check: 1 problem");
    }
}
