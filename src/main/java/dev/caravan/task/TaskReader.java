package dev.caravan.task;

import dev.caravan.config.ConfigText;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import dev.caravan.model.Ability;
import dev.caravan.model.Models;
import dev.caravan.model.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the folder of one task. */
final class TaskReader {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(10);

    private final Path folder;
    private final String name;
    private final Models models;
    private final Problems problems;

    TaskReader(Path folder, Models models, Problems problems) {
        this.folder = folder;
        this.name = folder.getFileName().toString();
        this.models = models;
        this.problems = problems;
    }

    /** Empty if its batch model can't be told; other problems leave a task that must not be run. */
    Optional<Task> read() {
        if (!name.matches(NAME)) {
            problems.add(
                    ConfigText.display(folder),
                    0,
                    "\"" + name + "\" can't be the name of a task",
                    "Use lower-case letters, digits and -, at most 63 characters");
        }
        return YamlFile.read(folder.resolve("task.yaml"), Placeholders.none(), problems)
                .flatMap(this::task);
    }

    private Optional<Task> task(YamlMap map) {
        map.allow(
                "version",
                "model",
                "asks",
                "input",
                "output",
                "retry",
                "review",
                "publish",
                "window",
                "budget",
                "deadline",
                "on-deadline",
                "retention",
                "workspace",
                "canary");
        YamlMap input = map.get("input").required().map();
        YamlMap output = map.get("output").map();
        Optional<SchemaFile> schema = schema(output.get("schema"));
        Set<String> declared = TaskParts.declaredFields(input);
        Task.Input in = TaskParts.input(input);
        Task.Output out = new OutputParts(schema, declared).output(output);
        Task.Prompt prompt = new Task.Prompt(
                template("system.md", declared, false), template("user.md", withNonce(declared, out), true));
        if (out.nonceField() != null && !TemplateCheck.showsNonce(prompt.user())) {
            output.get("echo")
                    .problem(
                            "The prompt never shows the nonce that answers must repeat",
                            "Put a line such as " + out.nonceField()
                                    + ": {{caravan.nonce}} into user.md, outside of sections");
        }
        Task.Review review =
                new OutputParts(schema, declared).review(map.get("review").map());
        Task.Retry retry = TaskParts.retry(map.get("retry").map());
        Task.Publish publish = new PublishParts(output.get("schema"), schema, declared)
                .read(map.get("publish").required().map());
        int version = map.get("version").required().number(1, 1, Integer.MAX_VALUE);
        Duration window = map.get("window").duration(DEFAULT_WINDOW);
        Task.Budget budget = TaskParts.budget(map.get("budget"));
        Task.Retention retention = TaskParts.retention(map.get("retention"));
        YamlValue model = map.get("model").required();
        String workspace = map.get("workspace").text(Workspace.DEFAULT);
        Workspace.check(workspace, map.get("workspace"));
        Task.Canary canary = TaskParts.canary(map.get("canary"));
        ModelOfTask models = new ModelOfTask(name, workspace, this.models);
        Ability asks = asks(map.get("asks"), output.get("schema"));
        return models.find(model, asks)
                .map(found -> new Task(
                        name,
                        version,
                        found,
                        models.standIn(found, model, asks),
                        in,
                        prompt,
                        out,
                        retry,
                        review,
                        publish,
                        window,
                        budget,
                        new DeadlineParts(map, models).read(found, asks),
                        retention,
                        workspace,
                        canary));
    }

    private static Set<String> withNonce(Set<String> declared, Task.Output output) {
        if (output.nonceField() == null) {
            return declared;
        }
        Set<String> all = new LinkedHashSet<>(declared);
        all.add(Task.Output.NONCE);
        return all;
    }

    /** Chat where there is an output schema, else embeddings, unless the task says what it asks for. */
    private static Ability asks(YamlValue value, YamlValue schema) {
        Ability usual = schema.present() ? Ability.CHAT : Ability.EMBEDDINGS;
        Ability asks = Ability.of(value.oneOf(usual.word(), Ability.words())).orElse(usual);
        if (asks == Ability.CHAT && !schema.present()) {
            value.problem("A task that asks for chat needs an output schema", "Add output: {schema: …}");
        } else if (asks != Ability.CHAT && schema.present()) {
            value.problem("A task that asks for " + asks.word() + " has no output schema", "Remove output.schema");
        }
        return asks;
    }

    private Optional<SchemaFile> schema(YamlValue value) {
        return value.text().flatMap(file -> {
            Path path = folder.resolve(file).normalize();
            if (!path.startsWith(folder.normalize())) {
                value.problem("Schema \"" + file + "\" lies outside the task's folder", "Put it beside task.yaml");
                return Optional.empty();
            }
            return SchemaFile.read(path, problems);
        });
    }

    private String template(String file, Set<String> declared, boolean required) {
        Path path = folder.resolve(file);
        if (!required && !Files.exists(path)) {
            return "";
        }
        Optional<String> read = ConfigText.read(path, problems);
        String text = read.orElse("").stripTrailing();
        if (required && read.isPresent() && text.isBlank()) {
            problems.add(ConfigText.display(path), 1, "The file is empty", "Write what is asked of the model");
        }
        new TemplateCheck(ConfigText.display(path), declared, problems).check(text);
        return text;
    }
}
