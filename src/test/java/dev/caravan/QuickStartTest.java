package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.QuickStartPage.Lay;
import dev.caravan.QuickStartPage.Run;
import dev.caravan.QuickStartPage.See;
import dev.caravan.QuickStartPage.Step;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start, command by command, with the files that it shows; OpenAI is the simulator. */
class QuickStartTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private QuickStartRig rig;

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void leadsFromATarballToATaskOfOnesOwnAndToAProvider() throws Exception {
        rig = new QuickStartRig(folder);
        for (Step step : QuickStartPage.steps()) {
            if (step instanceof Lay file) {
                rig.lay(file);
            } else if (step instanceof Run commands) {
                for (String command : commands.commands()) {
                    rig.run(command);
                }
            } else if (step instanceof See printed) {
                rig.see(printed);
            }
        }

        rig.until(() -> lines().size() == 5);
        Map<String, JsonNode> lines = lines();
        assertThat(lines).containsOnlyKeys("F-1", "F-2", "F-3", "F-4", "F-5");
        assertThat(List.of("F-1", "F-2", "F-3"))
                .allSatisfy(id -> assertThat(told(lines.get(id))).isEqualTo("simulator, version 2, revision 2"));
        assertThat(List.of("F-4", "F-5"))
                .allSatisfy(id -> assertThat(told(lines.get(id))).isEqualTo("openai, version 2, revision 1"));
        assertThat(status("/api/drops?task=feedback", "operator-1")).isEqualTo(200);
        assertThat(status("/api/drops?task=feedback", "somebody")).isEqualTo(401);
    }

    private static String told(JsonNode line) {
        return line.path("provider").asText() + ", version "
                + line.path("prompt_version").asText() + ", revision "
                + line.path("revision").asText();
    }

    /** The newest revision of each. */
    private Map<String, JsonNode> lines() throws IOException {
        Map<String, JsonNode> lines = new TreeMap<>();
        try (Stream<Path> files = Files.list(rig.home().resolve("data/outbox/answers"))) {
            for (Path file : files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode read = JSON.readTree(line);
                    lines.put(read.path("source_id").asText(), read);
                }
            }
        }
        return lines;
    }

    private int status(String path, String name) throws Exception {
        byte[] login = (name + ":" + QuickStartRig.PASSWORD).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(rig.url(path)))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
    }
}
