package dev.caravan.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problem;
import dev.caravan.config.Problems;
import dev.caravan.model.Models;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import dev.caravan.task.Tasks;
import dev.caravan.task.TasksReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksReaderTest {
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    private final Problems problems = new Problems();

    @TempDir
    Path folder;

    private Webhooks read(String yaml) throws IOException {
        Files.writeString(folder.resolve("webhooks.yaml"), yaml);
        Path shipped = Path.of("config");
        Models models = ModelsReader.read(shipped, Protocols.installed(), Placeholders.none(), new Problems());
        Tasks tasks = TasksReader.read(shipped, models, new Problems());
        Map<String, String> environment = Map.of("CRM_SECRET", SECRET, "SHORT", "whsec_YWJj", "PLAIN", "a-password");
        return WebhooksReader.read(
                folder,
                OutgoingHosts.read(List.of("hooks.example"), problems),
                tasks,
                new Placeholders(name -> Optional.ofNullable(environment.get(name))),
                problems);
    }

    private List<String> found() {
        return problems.sorted().stream().map(Problem::toString).toList();
    }

    @Test
    void readsWhoIsToldOfWhat() throws IOException {
        Webhooks webhooks = read("""
                webhooks:
                  crm:
                    url: https://hooks.example/caravan
                    secret: ${CRM_SECRET}
                    events: [drop.finished, batch.*]
                    workspace: default
                    tasks: [triage-tickets]
                """);
        assertThat(found()).isEmpty();
        Webhook crm = webhooks.named("crm").orElseThrow();
        assertThat(crm.key()).hasSize(32);
        assertThat(crm.events()).containsExactly("drop.finished", "batch.*");
        assertThat(crm.tasks()).containsExactly("triage-tickets");
        assertThat(crm.workspace()).isEqualTo("default");
        assertThat(crm).hasToString("crm");
    }

    @Test
    void needsNoFile() {
        assertThat(WebhooksReader.names(folder)).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndNeverWhatTheSecretIs() throws IOException {
        read("""
                webhooks:
                  other-host: {url: "https://elsewhere.example/", secret: "${CRM_SECRET}"}
                  no-address: {url: "ftp://hooks.example/", secret: "${CRM_SECRET}"}
                  with-name: {url: "https://me:pw@hooks.example/", secret: "${CRM_SECRET}"}
                  in-the-file: {url: "https://hooks.example/", secret: whsec_in_the_file}
                  not-set: {url: "https://hooks.example/", secret: "${NOT_SET}"}
                  short: {url: "https://hooks.example/", secret: "${SHORT}"}
                  plain: {url: "https://hooks.example/", secret: "${PLAIN}"}
                  wrong: {url: "https://hooks.example/", secret: "${CRM_SECRET}", events: [drop.done], tasks: [none], workspace: nowhere}
                """);
        assertThat(found()).hasSize(10);
        assertThat(found().get(0))
                .contains("\"elsewhere.example\" is not among the hosts that may be sent to")
                .contains("caravan.outgoing.hosts");
        assertThat(found().toString())
                .contains("The secret of webhook \"in-the-file\" is written into the file")
                .contains("Set an environment variable and name it here: ${IN_THE_FILE_WEBHOOK_SECRET}")
                .contains("${NOT_SET} is not set")
                .contains("${SHORT} is not a secret for webhooks")
                .contains("${PLAIN} is not a secret for webhooks")
                .contains("Unknown event \"drop.done\"")
                .contains("Unknown task \"none\"")
                .contains("No task is in workspace \"nowhere\"")
                .doesNotContain("a-password", "YWJj", "whsec_in_the_file", "pw@");
    }
}
