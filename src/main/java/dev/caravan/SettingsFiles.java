package dev.caravan;

import dev.caravan.config.ConfigText;
import dev.caravan.config.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** What is no YAML in {@code application.yaml}, said with its line: whoever reads it after this says no file. */
final class SettingsFiles {
    private SettingsFiles() {}

    /** Of {@code application.yaml}, and those of profiles. */
    static List<Problem> problems(Path config) {
        if (!Files.isDirectory(config)) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        try (Stream<Path> files = Files.list(config)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().matches("application(-.+)?\\.ya?ml")) {
                    read(file, problems);
                }
            }
        } catch (IOException e) {
            problems.add(new Problem(ConfigText.display(config), 0, "Can't list the folder (" + e.getMessage() + ")"));
        }
        return problems;
    }

    private static void read(Path file, List<Problem> problems) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            LoaderOptions strict = new LoaderOptions();
            strict.setAllowDuplicateKeys(false);
            new Yaml(new SafeConstructor(strict)).loadAll(reader).forEach(document -> {});
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problems.add(new Problem(
                    ConfigText.display(file),
                    mark == null ? 0 : mark.getLine() + 1,
                    "It is no YAML: " + e.getProblem(),
                    e.getContext() == null ? "" : "Met " + e.getContext()));
        } catch (YAMLException e) {
            problems.add(new Problem(ConfigText.display(file), 0, "It is no YAML: " + e.getMessage()));
        }
    }
}
