package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Keys;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops.Drop;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;

/**
 * One installation with the files of the whole cookbook over what is shipped, laid there by the pages' own commands. Changed are
 * waits alone: how often stages look, windows, deadlines.
 */
final class CookbookRig implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> SHARED = List.of("models.yaml", "buckets.yaml", "webhooks.yaml");

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> profiles = new ArrayList<>(List.of("simulator"));
    private final List<String> settings = new ArrayList<>();
    private Running running;
    private int billed;

    CookbookRig(Path folder) throws Exception {
        this.folder = folder;
        FileSystemUtils.copyRecursively(Path.of("config"), folder.resolve("config"));
        FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
        Files.createSymbolicLink(folder.resolve("examples"), Path.of("examples").toAbsolutePath());
        for (CookbookPage page : CookbookPage.all()) {
            lay(page);
        }
        hurry();
        Files.createDirectories(data().resolve("inbox"));
    }

    private void lay(CookbookPage page) throws Exception {
        Map<String, Map<String, Object>> before = new LinkedHashMap<>();
        for (String name : SHARED) {
            before.put(name, yaml(folder.resolve("config").resolve(name)));
        }
        bash(page.commands().get(0));
        for (String name : SHARED) {
            Path file = folder.resolve("config").resolve(name);
            Map<String, Object> both = merged(before.get(name), yaml(file));
            if (!both.isEmpty()) {
                Files.writeString(file, new Yaml().dump(both));
            }
        }
        if (Files.exists(page.folder().resolve("config/application-" + page.name() + ".yaml"))) {
            profiles.add(page.name());
        }
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        Map<String, Object> read = Files.exists(file) ? new Yaml().load(Files.readString(file)) : null;
        Map<String, Object> known = new LinkedHashMap<>(read == null ? Map.of() : read);
        known.replaceAll((key, value) -> value == null ? Map.of() : value);
        return known;
    }

    /** Entries of both; the later ones count. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> merged(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> both = new LinkedHashMap<>(one);
        other.forEach((key, value) -> both.merge(
                key,
                value,
                (old, added) -> old instanceof Map && added instanceof Map
                        ? merged((Map<String, Object>) old, (Map<String, Object>) added)
                        : added));
        return both;
    }

    /** Shortens the waits of files that were just laid there. */
    void hurry() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                Files.writeString(
                        file,
                        text.replaceAll("every-ms: 1000\\b", "every-ms: 100")
                                .replaceAll("(?m)^window: \\w+", "window: 0s")
                                .replaceAll("(?m)^deadline: \\w+", "deadline: 10s")
                                .replaceAll(
                                        "poll: \\{first: 500ms, longest: 5s}", "poll: {first: 50ms, longest: 400ms}")
                                .replaceAll("grace: 5s", "grace: 1s"));
            }
        }
    }

    /** A setting or variable that the pages leave to their readers. */
    CookbookRig with(String name, Object value) {
        settings.add("--" + name + "=" + value);
        return this;
    }

    CookbookRig start() {
        running = new Running(options(), Clock.systemUTC());
        running.start();
        return this;
    }

    /** Runs a command {@code java -jar caravan.jar …} beside the running Caravan, in this process. */
    void command(String line) {
        Matcher words = Pattern.compile("java -jar caravan\\.jar (\\w+)(.*)").matcher(line);
        assertThat(words.matches()).as(line).isTrue();
        List<String> all = new ArrayList<>(folders());
        Pattern.compile("(--[\\w-]+)(?:=(?:\"([^\"]+)\"|(\\S+)))?")
                .matcher(words.group(2))
                .results()
                .forEach(found -> all.add(found.group(1)
                        + (found.group(2) != null
                                ? "=" + found.group(2)
                                : found.group(3) != null ? "=" + found.group(3) : "")));
        String[] options = all.toArray(String[]::new);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        int exit = switch (words.group(1)) {
            case "reload" -> new Reload(PATIENCE, PATIENCE, both, both).run(options);
            case "rerun" -> new Rerun(PATIENCE, both, both).run(options);
            default -> throw new AssertionError("No command of the cookbook: " + line);
        };
        assertThat(exit).as(line + "\n" + said.toString(StandardCharsets.UTF_8)).isZero();
    }

    private List<String> folders() {
        return List.of(
                "--caravan.config=" + folder.resolve("config"),
                "--caravan.routes=" + folder.resolve("routes"),
                "--caravan.data=" + data());
    }

    private String[] options() {
        List<String> all = new ArrayList<>(folders());
        all.add("--server.port=0");
        all.add("--spring.profiles.active=" + String.join(",", profiles));
        all.addAll(settings);
        return all.toArray(String[]::new);
    }

    /** Runs what the page has between laying the files and starting. */
    void put(String page) throws Exception {
        List<String> commands = CookbookPage.of(page).commands();
        for (String command : commands.subList(1, commands.size() - 1)) {
            bash(command);
        }
    }

    /**
     * Runs it in the folder of the installation; returns what it prints.
     *
     * @param variables names and values in turn
     */
    String bash(String script, String... variables) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        for (int i = 0; i < variables.length; i += 2) {
            builder.environment().put(variables[i], variables[i + 1]);
        }
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script + "\n" + said).isZero();
        return said;
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Ledger ledger() {
        return running.context().getBean(Ledger.class);
    }

    String url(String path) {
        return "http://localhost:" + running.context().getEnvironment().getProperty("local.server.port") + path;
    }

    /** An API key with these roles. */
    String key(String... roles) {
        return new Keys(ledger().apiKeys(), Clock.systemUTC())
                .make(new Keys.Wanted("cookbook", "default", Arrays.asList(roles), "1d", "operator"))
                .text();
    }

    JsonNode get(String path, String key) throws Exception {
        return JSON.readTree(sent(HttpRequest.newBuilder(), path, key).body());
    }

    HttpResponse<String> post(String path, String key, String body) throws Exception {
        return sent(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                path,
                key);
    }

    private HttpResponse<String> sent(HttpRequest.Builder request, String path, String key) throws Exception {
        return http.send(
                request.uri(URI.create(url(path))).header("x-api-key", key).build(), BodyHandlers.ofString());
    }

    void until(Callable<Boolean> isSo) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(isSo);
    }

    /** Waits for so many drops of a task to be at rest; returns their counts by file. */
    Map<String, DropCounts> rested(String task, int drops) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .alias(drops + " drops of " + task + " are at rest")
                .until(() -> {
                    List<Drop> all = drops(task);
                    return all.size() == drops && all.stream().allMatch(CookbookRig::atRest);
                });
        Map<String, DropCounts> counts = new TreeMap<>();
        for (Drop drop : drops(task)) {
            assertThat(drop.counts().conserved()).isTrue();
            counts.put(drop.uri().replaceFirst(".*/", ""), drop.counts());
        }
        return counts;
    }

    private List<Drop> drops(String task) {
        int id = ledger().recipes().taskId(task);
        return ledger().counts().drops(0, 1000).stream()
                .filter(drop -> drop.taskId() == id)
                .toList();
    }

    private static boolean atRest(Drop drop) {
        return drop.state() == DropState.SEALED
                && Stream.of(RecordState.QUEUED, RecordState.SUBMITTED, RecordState.COMPLETED)
                        .allMatch(state -> drop.counts().in(state) == 0);
    }

    /** Files that a sink made in the outbox. */
    List<Path> outbox(String name) throws IOException {
        Path there = data().resolve("outbox").resolve(name);
        if (!Files.isDirectory(there)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(there)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** Published lines of the outbox by source record; the newest revision of each. */
    Map<String, JsonNode> lines(String name) throws IOException {
        Map<String, JsonNode> lines = new TreeMap<>();
        for (Path file : outbox(name)) {
            for (String text : Files.readAllLines(file)) {
                JsonNode line = JSON.readTree(text);
                JsonNode old = lines.put(line.path("source_id").asText(), line);
                assertThat(old == null ? 0 : old.path("revision").asInt())
                        .isLessThan(line.path("revision").asInt());
            }
        }
        return lines;
    }

    /** So many records were paid since it was asked last, each once. */
    void billed(int records) throws Exception {
        JsonNode bill = JSON.readTree(
                sent(HttpRequest.newBuilder(), "/simulator/bill", "none").body());
        assertThat(bill.path("double")).isEmpty();
        int before = billed;
        billed = bill.path("records").asInt();
        assertThat(billed - before).isEqualTo(records);
    }

    /** The simulator does as it should again. */
    void noFaults() throws Exception {
        assertThat(sent(HttpRequest.newBuilder().DELETE(), "/simulator/faults", "none")
                        .statusCode())
                .isBetween(200, 204);
    }

    @Override
    public void close() {
        running.context().close();
    }
}
