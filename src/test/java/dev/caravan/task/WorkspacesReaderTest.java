package dev.caravan.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.ConfigFolder;
import dev.caravan.config.Placeholders;
import dev.caravan.model.Models;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesReaderTest {
    private static final String TASK = TriageTickets.TASK;

    @TempDir
    Path temp;

    private ConfigFolder config;

    @BeforeEach
    void files() {
        config = TriageTickets.in(temp);
    }

    private Workspaces read() {
        Models models = ModelsReader.read(config.path(), Protocols.installed(), Placeholders.none(), config.problems());
        Tasks tasks = TasksReader.read(config.path(), models, config.problems());
        return WorkspacesReader.read(config.path(), tasks, config.problems());
    }

    @Test
    void withoutAFileATaskIsWhereItSaysAndElseInTheDefault() {
        assertThat(read().of("triage-tickets")).contains("default");
        config.change(TASK, "window: 2s", "window: 2s\nworkspace: sales");
        Workspaces workspaces = read();
        assertThat(workspaces.of("triage-tickets")).contains("sales");
        assertThat(workspaces.of("no-task")).isEmpty();
        assertThat(workspaces.tasks("sales"::equals)).isEqualTo(Set.of("triage-tickets"));
        assertThat(workspaces.tasks("default"::equals)).isEmpty();
        assertThat(workspaces.operation("default", "extract")).isEmpty();
        assertThat(config.found()).isEmpty();
    }

    @Test
    void operationsAreTasksOfTheirWorkspace() {
        config.change(TASK, "window: 2s", "window: 2s\nworkspace: sales").write("workspaces.yaml", """
                        workspaces:
                          sales: {operations: {classify: triage-tickets}}
                          default: {}
                        """);
        Workspaces workspaces = read();
        assertThat(config.found()).isEmpty();
        assertThat(workspaces.operation("sales", "classify")).contains("triage-tickets");
        assertThat(workspaces.operation("sales", "extract")).isEmpty();
        assertThat(workspaces.operation("default", "classify")).isEmpty();
    }

    @Test
    void everyMistakeHasItsLine() {
        config.change(TASK, "window: 2s", "window: 2s\nworkspace: sales").write("workspaces.yaml", """
                        workspaces:
                          sale: {operations: {clasify: x, extract: triage-tickets}}
                          "A b": {task: x}
                        """);
        read();
        assertThat(config.found())
                .containsExactly(
                        "Task \"triage-tickets\" is in workspace \"sales\", which is not here in"
                                + " config/workspaces.yaml:1. Allowed: sale, A b. Did you mean \"sale\"?",
                        "Unknown operation \"clasify\" in config/workspaces.yaml:2. Allowed: classify, extract, summarize."
                                + " Did you mean \"classify\"?",
                        "Workspace sale has no task \"triage-tickets\" for extract in config/workspaces.yaml:2. None is"
                                + " defined. A task says workspace: sale in its task.yaml",
                        "\"A b\" can't be a workspace in config/workspaces.yaml:3. Use lower-case letters, digits and -, at"
                                + " most 63 characters",
                        "Unknown key \"task\" in config/workspaces.yaml:3. Allowed: operations");
    }

    @Test
    void aBatchModelIsForTheWorkspacesThatItNames() {
        config.change(
                "models.yaml",
                "fast: {credential: simulated, model: any}",
                "fast: {credential: simulated, model: any, workspaces: [sales, support]}");
        read();
        assertThat(config.found())
                .containsExactly(
                        "Batch model \"fast\" is not for workspace default, where task \"triage-tickets\" is in"
                                + " config/tasks/triage-tickets/task.yaml:2. It is for sales, support (workspaces in models.yaml)."
                                + " Choose another batch model");
        config = TriageTickets.in(temp);
        config.change(TASK, "window: 2s", "window: 2s\nworkspace: sales");
        config.change(
                "models.yaml",
                "fast: {credential: simulated, model: any}",
                "fast: {credential: simulated, model: any, workspaces: [sales]}");
        read();
        assertThat(config.found()).isEmpty();
    }
}
