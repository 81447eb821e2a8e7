package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server in a process of its own ({@code target/s3proxy.jar}); it checks signatures and keeps objects in memory. */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "caravan-test";
    public static final String SECRET_KEY = "a-secret-that-no-log-may-show";
    public static final String REGION = "eu-central-1";
    private static final Pattern STARTED = Pattern.compile("ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");
    private static final int SECONDS_TO_START = 60;

    private final Process process;
    private final URI endpoint;
    private final S3Client client;

    /** @param buckets made at start */
    public S3Server(String... buckets) {
        try {
            Path settings = settings();
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            Path.of("target", "s3proxy.jar").toString(),
                            "--properties",
                            settings.toString()))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            endpoint = URI.create("http://127.0.0.1:" + port(process));
            Files.delete(settings);
        } catch (IOException e) {
            throw new AssertionError("The S3 server did not start; is target/s3proxy.jar there?", e);
        }
        client = client(SECRET_KEY);
        for (String bucket : buckets) {
            client.createBucket(b -> b.bucket(bucket));
        }
    }

    private static Path settings() throws IOException {
        return Files.writeString(
                Files.createTempFile("s3proxy", ".properties"),
                String.join(
                        "\n",
                        "s3proxy.endpoint=http://127.0.0.1:0",
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=transient-nio2",
                        "jclouds.identity=unused",
                        "jclouds.credential=unused",
                        ""));
    }

    private static int port(Process process) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, port), "s3-server-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return port.get(SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("The S3 server did not say its port", e);
        }
    }

    private static void read(Process process, CompletableFuture<Integer> port) {
        StringBuilder said = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher started = STARTED.matcher(line);
                if (started.find()) {
                    port.complete(Integer.parseInt(started.group(1)));
                } else if (!port.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException closed) {
            // the process was ended
        }
        port.completeExceptionally(new IOException(said.toString()));
    }

    /** For the setting {@code endpoint}; buckets are addressed by path. */
    public URI endpoint() {
        return endpoint;
    }

    public S3Client client() {
        return client;
    }

    /** A client with another secret key; to be closed. */
    public S3Client client(String secretKey) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, secretKey)))
                .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofSeconds(30)))
                .build();
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
    }
}
