package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An S3 server in a process of its own ({@code target/s3proxy.jar}); it checks signatures. */
final class S3Process implements AutoCloseable {
    private static final Pattern STARTED = Pattern.compile("ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");
    private static final int SECONDS_TO_START = 60;

    private final Process process;
    private final URI endpoint;

    /** Started when somebody first asks for it; ends with the JVM. */
    private static final class Shared {
        private static final S3Process PROCESS = untilTheEnd();

        private Shared() {}

        private static S3Process untilTheEnd() {
            S3Process process = new S3Process(null);
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "s3-server-end"));
            return process;
        }
    }

    /** The one that all tests of this JVM share, because a process takes seconds to start. */
    static S3Process shared() {
        return Shared.PROCESS;
    }

    /** @param objects the folder in which it keeps them; null: in its memory, which is small */
    S3Process(@Nullable Path objects) {
        try {
            Path settings = settings(objects);
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
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
    }

    URI endpoint() {
        return endpoint;
    }

    private static Path settings(@Nullable Path objects) throws IOException {
        return Files.writeString(
                Files.createTempFile("s3proxy", ".properties"),
                String.join(
                        "\n",
                        "s3proxy.endpoint=http://127.0.0.1:0",
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + S3Server.ACCESS_KEY,
                        "s3proxy.credential=" + S3Server.SECRET_KEY,
                        objects == null
                                ? "jclouds.provider=transient-nio2"
                                : "jclouds.provider=filesystem-nio2\njclouds.filesystem.basedir=" + objects,
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

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
