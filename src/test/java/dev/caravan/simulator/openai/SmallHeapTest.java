package dev.caravan.simulator.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.SimulatorApplication;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own whose heap is smaller than the files it takes and gives. */
class SmallHeapTest {
    private static final int LINES = 20_000;
    private static final Pattern URL = Pattern.compile("Simulator at (\\S+) of ");

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void runsABatchThatIsLargerThanItsHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        // With the usual third for what is young, every collection would be one of the whole heap.
                        "-Xmn12m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulatorApplication.class.getName(),
                        "--server.port=0",
                        "--caravan.simulator.data=" + data)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader log = process.inputReader()) {
            String root = log.lines()
                    .map(URL::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow();
            String file = upload(root).path("id").asText();
            String batch = post(
                            root + "/openai/v1/batches",
                            "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}"
                                    .formatted(file))
                    .path("id")
                    .asText();
            JsonNode[] done = new JsonNode[1];
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
                done[0] = get(root + "/openai/v1/batches/" + batch);
                return done[0].path("status").asText().equals("completed");
            });

            assertThat(done[0].at("/request_counts/completed").asInt()).isEqualTo(LINES);
            assertThat(get(root + "/bill?summary=true").path("records").asInt()).isEqualTo(LINES);
            assertThat(countLines(root + "/openai/v1/files/"
                            + done[0].path("output_file_id").asText() + "/content"))
                    .isEqualTo(LINES);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private JsonNode upload(String root) throws Exception {
        String head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.jsonl\"\r\n\r\n";
        String tail = "\r\n--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--b--\r\n";
        String text = "All work and no play. ".repeat(160);
        Stream<String> parts = Stream.of(
                        Stream.of(head),
                        IntStream.range(0, LINES).mapToObj(i -> OpenAiSimulator.chatLine("r-" + i, text) + "\n"),
                        Stream.of(tail))
                .flatMap(part -> part);
        Iterator<InputStream> streams = parts.<InputStream>map(
                        part -> new ByteArrayInputStream(part.getBytes(StandardCharsets.UTF_8)))
                .iterator();
        HttpRequest request = request(root + "/openai/v1/files")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofInputStream(() -> lazily(streams)))
                .build();
        JsonNode file = send(request);
        assertThat(file.path("bytes").asLong()).isGreaterThan(64 * 1024 * 1024);
        return file;
    }

    private static InputStream lazily(Iterator<InputStream> streams) {
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return streams.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return streams.next();
            }
        });
    }

    private JsonNode post(String url, String body) throws Exception {
        return send(request(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode get(String url) throws Exception {
        return send(request(url).build());
    }

    private long countLines(String url) throws Exception {
        try (InputStream body = http.send(request(url).build(), BodyHandlers.ofInputStream())
                        .body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            return lines.lines().count();
        }
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        String body = http.send(request, BodyHandlers.ofString()).body();
        return OpenAiSimulator.json(body);
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer k");
    }
}
