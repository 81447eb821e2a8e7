package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.ConfigFolder;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problem;
import dev.caravan.config.Problems;
import dev.caravan.provider.Protocols;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that stand in no file, together with those that do. */
class MadeEntriesTest {
    private static final String PROVIDERS = """
            openai:
              protocol: openai
              base-url: https://api.openai.com/v1
              read: 2026-11-20
              limits: {requests: 50000, size: 190MB}
              download-hosts: ["files.example:8443"]
              models:
                gpt-5-mini: {endpoints: [/v1/chat/completions], thinking: [low]}
            """;

    @TempDir
    Path temp;

    private ConfigFolder config;
    private final Problems problems = new Problems();

    @BeforeEach
    void files() {
        config = new ConfigFolder(temp).write("providers.yaml", PROVIDERS).write("models.yaml", """
                credentials:
                  paid: {provider: openai, secret: "${KEY}", base-url: "https://Proxy.example/v1"}
                batch-models:
                  fast: {credential: paid, model: gpt-5-mini}
                  shared: {credential: acme, model: gpt-5-mini}
                """);
    }

    private ModelFiles read() {
        ModelFiles files = ModelFiles.read(
                config.path(), Protocols.installed(), new Placeholders(name -> Optional.of("of " + name)), problems);
        assertThat(problems.sorted()).isEmpty();
        return files;
    }

    private static MadeEntry credential(String name, String body) {
        return new MadeEntry(MadeEntry.Kind.CREDENTIAL, name, body, Map.of("secret", new Secret("sk-" + name)));
    }

    private static MadeEntry model(String name, String body) {
        return new MadeEntry(MadeEntry.Kind.MODEL, name, body, Map.of());
    }

    private List<String> found() {
        return problems.sorted().stream().map(Problem::toString).toList();
    }

    @Test
    void aFileMayNameWhatWasMadeAndWhatWasMadeMayNameAFiles() {
        Models models = read().with(
                        List.of(
                                credential("acme", "{\"provider\": \"openai\"}"),
                                model("quick", "{\"credential\": \"paid\",\n\"model\": \"gpt-5-mini\"}")),
                        problems);
        assertThat(found()).isEmpty();
        assertThat(models.models().keySet()).containsExactly("fast", "shared", "quick");
        assertThat(models.models().get("shared").credential().secret().reveal()).isEqualTo("sk-acme");
        assertThat(models.models().get("quick").credential().secret().reveal()).isEqualTo("of KEY");
    }

    @Test
    void whatAFileSaysOfANameCounts() {
        ModelFiles files = read();
        Models models = files.with(
                List.of(
                        credential("paid", "{\"provider\": \"nobody\"}"),
                        credential("acme", "{\"provider\": \"openai\"}"),
                        model("fast", "{\"credential\": \"acme\", \"model\": \"other\"}")),
                problems);
        assertThat(found()).isEmpty();
        assertThat(models.models().get("fast").model()).isEqualTo("gpt-5-mini");
        assertThat(models.credentials().get("paid").secret().reveal()).isEqualTo("of KEY");
        assertThat(files.place(MadeEntry.Kind.CREDENTIAL, "paid").orElseThrow()).endsWith("models.yaml:2");
        assertThat(files.place(MadeEntry.Kind.MODEL, "fast").orElseThrow()).endsWith("models.yaml:4");
        assertThat(files.place(MadeEntry.Kind.MODEL, "paid")).isEmpty();
    }

    @Test
    void whatIsWrongIsToldByItsOwnNameAndItsLineAndFillsNothingIn() {
        ModelFiles files = read();
        files.with(
                List.of(
                        credential("acme", "{\n\"provider\": \"openai\",\n\"base-url\": \"https://${KEY}.example\"\n}"),
                        model(
                                "quick",
                                "{\n\"credential\": \"acme\",\n\"model\": \"gpt-5-mini\",\n\"thinking\": \"huge\"\n}")),
                problems);
        assertThat(found())
                .containsExactly(
                        "Batch model \"quick\" asks for thinking level \"huge\"; gpt-5-mini of provider openai does not have"
                                + " it in batch model quick:4. Allowed: low",
                        "${KEY} is not set in credential acme:3. Set it in the environment");
        assertThat(files.isOne(problems.sorted().get(0).file())).isFalse();
    }

    @Test
    void theCredentialsOfAFileStayTheSameWhateverIsMade() {
        ModelFiles files = read();
        MadeEntry acme = credential("acme", "{\"provider\": \"openai\"}");
        Credential before = files.with(List.of(acme), problems).credentials().get("paid");
        assertThat(files.with(List.of(acme, credential("more", "{\"provider\": \"openai\"}")), problems)
                        .credentials()
                        .get("paid"))
                .isSameAs(before);
    }

    @Test
    void knowsTheHostsOfTheFilesAlone() {
        ModelFiles files = read();
        files.with(
                List.of(credential("acme", "{\"provider\": \"openai\", \"base-url\": \"https://made.example\"}")),
                problems);
        assertThat(files.hosts()).isEqualTo(Set.of("api.openai.com", "files.example", "proxy.example"));
    }
}
