package dev.caravan;

import dev.caravan.schema.Keys;
import dev.caravan.schema.Snippets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The shipped installation with what one document shows: its examples in the place of what is there, or beside it. */
final class ShownInstallation {
    private static final Path MORE = Path.of("src/test/resources/docs");
    /** What is cut in documents, since nobody reads it. */
    private static final String HASH = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");
    private static final Pattern SINK = Pattern.compile("\\b[a-z]+-(?:jsonl|sql|http|csv|table)\\b");

    private final Path config;
    private final Path routes;
    private final Path data;
    private final Keys keys;
    private final Set<String> variables = new TreeSet<>();
    private int number;

    ShownInstallation(Path folder, Keys keys) throws IOException {
        this.config = folder.resolve("config");
        this.routes = folder.resolve("routes");
        this.data = folder.resolve("data");
        this.keys = keys;
        FileSystemUtils.copyRecursively(Path.of("config"), config);
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        String buckets = Files.readString(MORE.resolve("buckets.yaml"));
        merge("buckets.yaml", buckets);
        variablesOf(buckets);
    }

    /** @throws IllegalArgumentException if nobody can say what this is */
    void add(Fence.Part part) throws IOException {
        number++;
        String text = part.text().replace("$2a$10$…", HASH).replace("\"…\"", '"' + HASH + '"');
        variablesOf(text);
        Node read = Nodes.read(text);
        if (read instanceof SequenceNode list) {
            route(Nodes.keys(list.getValue().get(0)).contains("route") ? text : steps(text));
        } else if (Nodes.keys(read).contains("from")) {
            route("- route:\n    id: shown-" + number
                    + "\n    routeConfigurationId: stage-errors\n    description: Shown.\n" + text.indent(4));
        } else {
            file(part, text, (MappingNode) read);
        }
    }

    private void variablesOf(String text) {
        VARIABLE.matcher(text).results().forEach(found -> variables.add(found.group(1)));
    }

    private void file(Fence.Part part, String text, MappingNode read) throws IOException {
        String word = part.file()
                .map(name -> name.replaceFirst(".*/(.*)\\.yaml|(.*)\\.yaml", "$1$2"))
                .or(() -> Snippets.word(text))
                .orElseGet(() -> Nodes.keys(read).stream().allMatch(this::isSetting) ? "application" : "");
        switch (word) {
            case "application" -> {
                List<String> unknown = keys.unknown(text);
                if (!unknown.isEmpty()) {
                    throw new IllegalArgumentException("no such setting: " + unknown);
                }
                Files.writeString(config.resolve("application.yaml"), "\n---\n" + text, StandardOpenOption.APPEND);
            }
            case "task" -> task(part.file().orElse(""), text);
            case "models", "providers", "buckets", "webhooks", "users", "workspaces" -> merge(word + ".yaml", text);
            default ->
                throw new IllegalArgumentException(
                        "what is this? Name the file behind ```yaml, or in a comment above:\n" + text);
        }
    }

    private boolean isSetting(String key) {
        return key.startsWith("caravan") || key.contains(".");
    }

    private void merge(String name, String text) throws IOException {
        Path file = config.resolve(name);
        String before = Files.exists(file) ? Files.readString(file) : "{}";
        int deep = name.equals("providers.yaml") ? 1 : 2;
        Files.writeString(file, Nodes.written(Nodes.merged(Nodes.read(before), Nodes.read(text), deep)));
    }

    /** @param name {@code config/tasks/<task>/task.yaml} of a shipped task, else it is one of its own */
    private void task(String name, String text) throws IOException {
        Path file = config.resolve(name.replaceFirst("^config/", ""));
        if (!Files.exists(file) || !name.contains("/")) {
            Path folder = config.resolve("tasks/shown-" + number);
            FileSystemUtils.copyRecursively(MORE.resolve("task"), folder);
            file = folder.resolve("task.yaml");
        }
        Node whole = Nodes.merged(Nodes.read(Files.readString(file)), Nodes.read(text), 1);
        Files.writeString(file, Nodes.written(whole));
        // The sinks of an example are its reader's own.
        for (String sink :
                SINK.matcher(text).results().map(found -> found.group()).toList()) {
            Path route = routes.resolve("sinks/" + sink + ".camel.yaml");
            if (!Files.exists(route)) {
                Files.writeString(
                        route,
                        Files.readString(Path.of("routes/sinks/answers-jsonl.camel.yaml"))
                                .replace("answers-jsonl", sink));
            }
        }
    }

    private String steps(String text) {
        return "- route:\n    id: sink-shown-" + number
                + "\n    description: Shown.\n    errorHandler: {noErrorHandler: {}}\n"
                + "    from:\n      uri: direct:sink-shown-" + number + "\n      steps:\n" + text.indent(8);
    }

    private void route(String text) throws IOException {
        Files.writeString(routes.resolve("sinks/shown-" + number + ".camel.yaml"), text);
    }

    /** What {@code check} says against it, nothing if it is right. */
    List<String> problems() {
        List<String> options = new ArrayList<>(List.of(
                "--caravan.config=" + config,
                "--caravan.routes=" + routes,
                "--caravan.data=" + data,
                "--caravan.check.buckets=false"));
        variables.forEach(name -> options.add("--" + name + "="
                + (name.endsWith("WEBHOOK_SECRET") ? "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3" : "x")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = Check.run(options.toArray(String[]::new), new PrintStream(out, true, StandardCharsets.UTF_8));
        return exit == 0
                ? List.of()
                : out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
