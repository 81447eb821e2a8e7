package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads and downloads stream: a JVM with 128 MB takes files much larger than its heap. */
class LargeFilesIT {
    private static final long UPLOAD = 150_000_000;
    private static final long DOWNLOAD = 200_000_000;
    /** Of a megabyte each. */
    private static final int RECORDS = 150;

    @TempDir
    Path data;

    @Test
    @Timeout(120)
    void streamsMoreThanTheHeapHolds() throws Exception {
        try (FakeProvider provider = new FakeProvider()) {
            provider.on("POST /v1/files", 200, "{\"id\":\"file-1\"}")
                    .on("POST /v1/batches", 200, "{\"id\":\"batch_1\"}")
                    .on("GET /v1/files/file-7/content", exchange -> {
                        exchange.sendResponseHeaders(200, DOWNLOAD);
                        byte[] megabyte = new byte[1_000_000];
                        try (OutputStream out = exchange.getResponseBody()) {
                            for (long sent = 0; sent < DOWNLOAD; sent += megabyte.length) {
                                out.write(megabyte);
                            }
                        }
                    });
            String said = inSmallJvm(StreamTrial.class, provider.url(), Long.toString(UPLOAD));
            assertThat(said).contains("RESULT uploaded file-1, creating, accepted batch_1, saved file-7 " + DOWNLOAD);
            assertThat(provider.asked.get(0).bytes()).isGreaterThan(UPLOAD).isLessThan(UPLOAD + 2000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv", "parquet"})
    @Timeout(120)
    void publishesToABucketMoreThanTheHeapHolds(String format) throws Exception {
        try (DevNullBucket bucket = new DevNullBucket()) {
            String said = inSmallJvm(
                    SinkTrial.class, bucket.endpoint().toString(), format, Integer.toString(RECORDS), data.toString());
            assertThat(said).contains("RESULT published " + RECORDS);
            assertThat(Files.size(data.resolve("spool/publications/1/content.jsonl")))
                    .isGreaterThan(RECORDS * 1_000_000L);
            assertThat(bucket.completed()).isEqualTo(1);
            assertThat(bucket.largestPart()).isLessThan(9 << 20);
        }
    }

    private static String inSmallJvm(Class<?> trial, String... args) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                trial.getName());
        builder.command().addAll(java.util.List.of(args));
        Process process = builder.redirectErrorStream(true).start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
