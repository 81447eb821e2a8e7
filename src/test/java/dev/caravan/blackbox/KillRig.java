package dev.caravan.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.TrialTask;
import dev.caravan.simulator.SimulatorApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/**
 * An installation of Caravan that is killed and started again, each time as a process of its own, against a simulator in
 * the process of the test.
 */
final class KillRig implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path folder;
    private final KillJvm java;
    private final KillAccount account;
    private final List<String> options = new ArrayList<>();
    private final ServletWebServerApplicationContext simulator;
    private final SimulatorClient client;
    private final List<JarProcess> started = new ArrayList<>();

    /**
     * @param java starts Caravan
     * @param account what the provider needs
     */
    KillRig(Path folder, KillJvm java, KillAccount account) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.java = java;
        this.account = account;
        List<String> own = new ArrayList<>(account.simulatorOptions());
        own.addAll(List.of(
                "--server.port=0",
                "--caravan.simulator.data=" + folder.resolve("simulator"),
                "--spring.main.banner-mode=off"));
        simulator = SimulatorApplication.run(own.toArray(String[]::new));
        client = new SimulatorClient(simulator.getWebServer().getPort());
        client.settings(account.simulatorSettings());
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                config.resolve("providers.yaml"),
                Files.readString(Path.of("config/providers.yaml"))
                        .replaceAll("poll: \\{first: 500ms, longest: 5s}", "poll: {first: 50ms, longest: 200ms}")
                        .replaceAll("grace: 5s", "grace: 500ms"));
        Files.writeString(config.resolve("models.yaml"), account.models());
        for (String task : account.tasks().keySet()) {
            TrialTask.write(config.resolve("tasks").resolve(task), task);
        }
        Path routes = TrialTask.routes(
                folder.resolve("routes"), List.copyOf(account.tasks().keySet()));
        keepConversation(routes.resolve("providers"), account.protocol());
        options.addAll(List.of(
                // Nobody calls it.
                "--spring.main.web-application-type=none",
                "--spring.profiles.active=plain",
                "--spring.main.banner-mode=off",
                "--spring.config.location=optional:file:" + folder + "/none/",
                "--caravan.config=" + config,
                "--caravan.routes=" + routes,
                "--caravan.data=" + data(),
                "--caravan.exit-when-settled=true",
                "--caravan.settled-for-ms=250",
                "--caravan.simulator.url=" + client.base()));
        for (String stage : List.of("receive", "read", "assemble", "submit", "poll", "collect", "publish", "reruns")) {
            options.add("--caravan." + stage + ".every-ms=50");
        }
        options.add("--caravan.collect.again-ms=100");
    }

    /** A start is as short as there are few routes. */
    private static void keepConversation(Path providers, String protocol) throws IOException {
        try (Stream<Path> all = Files.list(providers)) {
            for (Path file : all.toList()) {
                if (!file.getFileName().toString().startsWith(protocol)) {
                    Files.delete(file);
                }
            }
        }
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    SimulatorClient simulator() {
        return client;
    }

    /**
     * Drops a file of so many notes that no other file has, for each task; more where a batch needs more.
     *
     * @return how many notes in all
     */
    int drop(int number, int rows) throws IOException {
        int all = 0;
        for (Map.Entry<String, Integer> task : account.tasks().entrySet()) {
            int here = rows + task.getValue() - 1;
            StringBuilder lines = new StringBuilder();
            for (int i = 1; i <= here; i++) {
                lines.append(
                        "{\"note_id\":\"d%d-%d\",\"text\":\"It is day %d of %d\"}\n".formatted(number, i, i, number));
            }
            Path inbox = Files.createDirectories(data().resolve("inbox").resolve(task.getKey()));
            String name = "notes-%04d.jsonl".formatted(number);
            Files.move(Files.writeString(inbox.resolve(name + ".part"), lines), inbox.resolve(name));
            all += here;
        }
        return all;
    }

    /** @param jvm such as {@code -Dcaravan.kill.at=…} */
    JarProcess start(String... jvm) throws IOException {
        List<String> command = new ArrayList<>(java.command());
        command.addAll(List.of(jvm));
        command.add("dev.caravan.CaravanApplication");
        command.addAll(options);
        var process = new JarProcess(new ProcessBuilder(command).directory(folder.toFile()), folder);
        started.add(process);
        return process;
    }

    int run(String... jvm) throws IOException, InterruptedException {
        return start(jvm).waitFor(Duration.ofMinutes(5));
    }

    /** The end of what the last process said. */
    String lastWords() throws IOException {
        return started.get(started.size() - 1).lastWords();
    }

    /** Every published line, without what names a batch, a publication or a place in the ledger; sorted. */
    List<String> published() throws IOException {
        List<String> lines = new ArrayList<>();
        Path outbox = data().resolve("outbox");
        if (Files.isDirectory(outbox)) {
            try (Stream<Path> files = Files.walk(outbox)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    for (String line : Files.readAllLines(file)) {
                        lines.add(file.getParent().getFileName() + " " + withoutIds(line));
                    }
                }
            }
        }
        lines.sort(null);
        return lines;
    }

    private static String withoutIds(String line) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(line);
        json.remove(List.of("batch", "publication", "record"));
        JsonNode drop = json.path("drop");
        ((ObjectNode) drop).remove("id");
        return JSON.writeValueAsString(json);
    }

    @Override
    public void close() {
        started.forEach(JarProcess::kill);
        simulator.close();
    }
}
