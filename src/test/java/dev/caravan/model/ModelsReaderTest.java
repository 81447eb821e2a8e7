package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.ConfigFolder;
import dev.caravan.config.Placeholders;
import dev.caravan.provider.Protocols;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsReaderTest {
    private static final String PROVIDERS = """
            openai:
              protocol: openai
              base-url: https://api.openai.com/v1/
              read: 2026-11-20
              limits: {requests: 50000, size: 190MB}
              poll: {first: 500ms, longest: 5m}
              grace: 15m
              models:
                gpt-5-mini:
                  endpoints: [/v1/chat/completions, /v1/responses]
                  thinking: [minimal, low]
                  structured-output: true
                  price: {input: 0.125, cached-input: 0.0125, output: 1}
                  read: 2026-10-01
                gpt-4.1-mini:
                  endpoints: [/v1/chat/completions]
                  price: {input: 0.2, output: 0.8}
            simulator:
              protocol: openai
              base-url: ${caravan.simulator.url}/openai/v1
              read: 2026-11-20
              limits: {requests: 10, size: 1MB, line-size: 64KB}
            """;
    private static final String MODELS = """
            credentials:
              simulated: {provider: simulator, secret: "${CARAVAN_SIMULATOR_KEY:simulated}"}
              openai: {provider: openai, secret: "${OPENAI_API_KEY}"}
            batch-models:
              fast: {credential: simulated, model: gpt-5-mini}
              careful:
                credential: openai
                model: gpt-5-mini
                endpoint: /v1/responses
                thinking: low
                parameters: {max_output_tokens: 800, metadata: {a: [1, true, 0.5]}}
            """;

    @TempDir
    Path temp;

    private ConfigFolder config;
    private Map<String, String> environment = Map.of("caravan.simulator.url", "http://localhost:1/simulator");

    @BeforeEach
    void files() {
        config = new ConfigFolder(temp).write("providers.yaml", PROVIDERS).write("models.yaml", MODELS);
    }

    private Models read() {
        return ModelsReader.read(
                config.path(),
                Protocols.installed(),
                new Placeholders(name -> Optional.ofNullable(environment.get(name))),
                config.problems());
    }

    @Test
    void readsProvidersCredentialsAndModelsInTheOrderOfTheFiles() {
        Models models = read();

        assertThat(config.found()).isEmpty();
        Provider openai = models.providers().get("openai");
        assertThat(openai)
                .isEqualTo(new Provider(
                        "openai",
                        "openai",
                        "https://api.openai.com/v1",
                        new Limits(50_000, 190_000_000L, 8_000_000),
                        new Polling(Duration.ofMillis(500), Duration.ofMinutes(5)),
                        Duration.ofMinutes(15),
                        Map.of(
                                "gpt-5-mini",
                                new ModelFacts(
                                        "gpt-5-mini",
                                        Set.of("/v1/chat/completions", "/v1/responses"),
                                        Set.of("minimal", "low"),
                                        true,
                                        new Price(0.125, 0.0125, 1),
                                        "2026-10-01"),
                                "gpt-4.1-mini",
                                new ModelFacts(
                                        "gpt-4.1-mini",
                                        Set.of("/v1/chat/completions"),
                                        Set.of(),
                                        false,
                                        new Price(0.2, 0.2, 0.8),
                                        "2026-11-20")),
                        "2026-11-20",
                        Wire.PLAIN,
                        Map.of(),
                        new About("openai", Set.of(Ability.CHAT, Ability.EMBEDDINGS, Ability.MODERATION))));
        assertThat(models.providers().get("simulator").limits()).isEqualTo(new Limits(10, 1_000_000, 64_000));
        assertThat(models.models().keySet()).containsExactly("fast", "careful");
        BatchModel fast = models.models().get("fast");
        assertThat(fast.endpoint()).isEqualTo("/v1/chat/completions");
        assertThat(fast.credential().baseUrl()).isEqualTo("http://localhost:1/simulator/openai/v1");
        assertThat(fast.credential().secret().reveal()).isEqualTo("simulated");
        assertThat(models.models().get("careful").parameters())
                .isEqualTo(Map.of(
                        "max_output_tokens",
                        800,
                        "metadata",
                        Map.of("a", java.util.List.of(1, true, new java.math.BigDecimal("0.5")))));
    }

    @Test
    void aSecretThatIsNotSetIsAbsentAndNoProblemByItself() {
        Secret secret = read().credentials().get("openai").secret();

        assertThat(config.found()).isEmpty();
        assertThat(secret.missingVariable()).contains("OPENAI_API_KEY");
        assertThatThrownBy(secret::reveal).hasMessage("${OPENAI_API_KEY} is not set");
    }

    @Test
    void aSecretIsTakenFromTheEnvironmentAndNeverShown() {
        environment = Map.of("caravan.simulator.url", "http://h", "OPENAI_API_KEY", "sk-very-secret\n");

        Models models = read();

        assertThat(models.credentials().get("openai").secret().reveal()).isEqualTo("sk-very-secret");
        assertThat(models.credentials().toString()).contains("***").doesNotContain("sk-very");
    }

    @Test
    void refusesSecretsInTheFileWithoutRepeatingThem() {
        config.change("models.yaml", "\"${OPENAI_API_KEY}\"", "sk-very-secret");
        read();
        config.change("models.yaml", "sk-very-secret", "\"${OPENAI_API_KEY:sk-other}\"");
        config.change("models.yaml", "\"${CARAVAN_SIMULATOR_KEY:simulated}\"", "simulated");
        read();

        assertThat(config.found())
                .containsExactly(
                        "The secret of credential \"simulated\" is written into the file in config/models.yaml:2."
                                + " Set an environment variable and name it here: ${SIMULATED_API_KEY}, or a secret of a vault: {{vault:name}}",
                        "The secret of credential \"openai\" is written into the file in config/models.yaml:3."
                                + " Set an environment variable and name it here: ${OPENAI_API_KEY}, or a secret of a vault: {{vault:name}}");
    }

    @Test
    void namesUnknownProvidersAndCredentials() {
        config.change("models.yaml", "provider: openai", "provider: opnai")
                .change("models.yaml", "credential: simulated", "credential: simulatd");
        Models models = read();

        assertThat(models.models()).isEmpty();
        assertThat(config.found())
                .containsExactly(
                        "Unknown provider \"opnai\" in config/models.yaml:3. Known: openai, simulator",
                        "Unknown credential \"simulatd\" in config/models.yaml:5. Known: simulated");
    }

    @Test
    void checksModelsAgainstWhatTheProviderOffers() {
        environment = Map.of("caravan.simulator.url", "http://h", "OPENAI_API_KEY", "k");
        config.change("models.yaml", "thinking: low", "thinking: loww")
                .change("models.yaml", "endpoint: /v1/responses", "endpoint: /v1/embeddings");
        read();
        config.change("models.yaml", "model: gpt-5-mini\n    endpoint: /v1/embeddings", "model: gpt-4.1-mini");
        read();

        assertThat(config.found())
                .containsExactly(
                        "Batch model \"careful\" asks for /v1/embeddings; gpt-5-mini of provider openai does not offer it"
                                + " in config/models.yaml:9. Allowed: /v1/chat/completions, /v1/responses",
                        "Batch model \"careful\" asks for thinking level \"loww\"; gpt-4.1-mini of provider openai"
                                + " has no thinking levels in config/models.yaml:9. Remove the key",
                        "Batch model \"careful\" asks for thinking level \"loww\"; gpt-5-mini of provider openai"
                                + " does not have it in config/models.yaml:10. Allowed: minimal, low. Did you mean \"low\"?");
    }

    @Test
    void refusesDuplicateNamesAndStrangeOnes() {
        config.write("models.yaml", """
                credentials:
                  Main: {provider: simulator, secret: "${K}"}
                batch-models:
                  fast: {credential: Main, model: m}
                  fast: {credential: Main, model: n}
                """);
        Models models = read();

        assertThat(models.models().get("fast").model()).isEqualTo("m");
        assertThat(config.found())
                .containsExactly(
                        "\"Main\" can't be the name of a credential in config/models.yaml:2."
                                + " Use lower-case letters, digits and -, at most 63 characters",
                        "Duplicate key \"fast\" in config/models.yaml:5. It already stands in line 4");
    }

    @Test
    void checksProviders() {
        config.write("providers.yaml", """
                openai:
                  protocol: openai
                  base-url: api.openai.com
                  read: yesterday
                  limits: {requests: 0, size: 190MB}
                  poll: {first: 1h}
                simulator: {protocol: openai, base-url: "${caravan.simulator.url}", read: 2026-11-20}
                """);
        environment = Map.of();
        read();

        assertThat(config.found())
                .containsExactly(
                        "\"api.openai.com\" is not a base URL in config/providers.yaml:3."
                                + " Expected one such as https://api.openai.com/v1",
                        "\"yesterday\" is not a date in config/providers.yaml:4. Expected one such as 2026-11-20",
                        "\"0\" is not allowed for \"requests\" in config/providers.yaml:5."
                                + " Expected a whole number from 1 to 10000000",
                        "The longest wait between polls is shorter than the first in config/providers.yaml:6",
                        "${caravan.simulator.url} is not set in config/providers.yaml:7. Set it in the environment",
                        "Missing key \"limits\" in config/providers.yaml:7");
    }

    @Test
    void readsTheSecretOfWebhooksAndNeverFromTheFileItself() {
        config.write("models.yaml", """
                credentials:
                  main: {provider: simulator, secret: "${K}", webhook-secret: "${W}"}
                  plain: {provider: simulator, secret: "${K}"}
                  wrong: {provider: simulator, secret: "${K}", webhook-secret: whsec_abc}
                batch-models:
                  fast: {credential: main, model: m}
                """);
        environment = Map.of("K", "key", "W", "whsec_abc", "caravan.simulator.url", "http://127.0.0.1:1");
        Models models = read();

        assertThat(models.credentials().get("main").webhookSecret().reveal()).isEqualTo("whsec_abc");
        assertThat(models.credentials().get("plain").webhookSecret()).isNull();
        assertThat(config.found()).hasSize(1);
        assertThat(config.found().get(0)).contains("webhook-secret").contains("models.yaml:4");
    }

    @Test
    void readsWhatStaysAtAProviderAndForHowLong() {
        config.write(
                "providers.yaml",
                PROVIDERS.replace(
                        "grace: 15m", "kept: {results: 29d, batches: 40d, inputs: true, outputs: 3d, lost: hold}"));
        Models models = read();
        assertThat(config.found()).isEmpty();
        assertThat(models.providers().get("openai").kept())
                .isEqualTo(new Keeping(Duration.ofDays(29), Duration.ofDays(40), true, Duration.ofDays(3), true));
        assertThat(models.providers().get("simulator").kept())
                .isEqualTo(new Keeping(Duration.ofDays(30), Duration.ofDays(30), false, Duration.ofDays(7), false));
    }

    @Test
    void refusesAListThatProvesNothingWithoutAPersonToDecide() {
        String unknown = PROVIDERS.replace("grace: 15m", "settings: {list: unknown}");
        config.write("providers.yaml", unknown);
        read();
        assertThat(config.found()).singleElement().asString().contains("set \"on-doubt: hold\"");
        ConfigFolder fixed =
                new ConfigFolder(temp).write("providers.yaml", unknown.replace("unknown}", "unknown, on-doubt: hold}"));
        ModelsReader.read(
                fixed.path(),
                Protocols.installed(),
                new Placeholders(name -> Optional.ofNullable(environment.get(name))),
                fixed.problems());
        assertThat(fixed.found()).isEmpty();
    }

    @Test
    void aNameWithNothingBehindItIsAMistake() {
        config.write("providers.yaml", PROVIDERS + "mistral:\n");
        config.write("models.yaml", """
                credentials:
                  simulated: {provider: simulator, secret: "${CARAVAN_SIMULATOR_KEY:simulated}"}
                  openai:
                batch-models:
                  fast: {credential: simulated, model: gpt-5-mini, parameters: {seed: }}
                  slow: ~
                """);
        read();
        assertThat(config.problems().sorted().stream()
                        .map(problem ->
                                problem.file().replaceFirst(".*/", "") + ":" + problem.line() + " " + problem.message())
                        .filter(line -> line.contains("nothing behind")))
                .containsExactly(
                        "models.yaml:3 There is nothing behind \"openai\"",
                        "models.yaml:5 There is nothing behind \"seed\"",
                        "models.yaml:6 There is nothing behind \"slow\"",
                        "providers.yaml:23 There is nothing behind \"mistral\"");
    }
}
