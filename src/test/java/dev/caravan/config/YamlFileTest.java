package dev.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
    @TempDir
    Path temp;

    private ConfigFolder config;

    @BeforeEach
    void folder() {
        config = new ConfigFolder(temp);
    }

    private YamlMap read(String yaml) {
        config.write("a.yaml", yaml);
        return YamlFile.read(config.path().resolve("a.yaml"), Placeholders.none(), config.problems())
                .orElseThrow();
    }

    @Test
    void aNameOrAnItemWithNothingBehindItIsAProblem() {
        YamlMap map = read("""
                known:
                names:
                  openai:
                  other: ~
                  good: {a: 1}
                list:
                  - a
                  -
                plain: {stop: null, deep: [1, ~]}
                """);
        map.allow("known", "names", "list", "plain");
        assertThat(map.get("known").present()).isFalse();
        assertThat(map.has("known")).isTrue();
        assertThat(map.get("names").map().values()).containsOnlyKeys("openai", "other", "good");
        assertThat(map.get("list").texts()).containsExactly("a");
        assertThat(map.get("plain").plain()).isEmpty();
        assertThat(config.problems().sorted())
                .extracting(Problem::line, Problem::message)
                .containsExactly(
                        tuple(3, "There is nothing behind \"openai\""),
                        tuple(4, "There is nothing behind \"other\""),
                        tuple(8, "An item of \"list\" is empty"),
                        tuple(9, "Value of \"plain\" has a key or an item with nothing behind it"));
        assertThat(config.problems().sorted().get(0).hint()).isEqualTo("Write what belongs there, or remove it");
    }

    @Test
    void readsTypedValues() {
        YamlMap map = read("""
                text: hello
                number: 7
                wait: 500ms
                day: 7d
                size: 190MB
                binary: 2MiB
                share: 2.5%
                yes: true
                price: 0.125
                backoff: 1m..1h
                list: [a, b]
                inner: {key: 1}
                """);

        assertThat(map.get("text").text()).contains("hello");
        assertThat(map.get("number").number(0, 1, 10)).isEqualTo(7);
        assertThat(map.get("wait").duration(Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
        assertThat(map.get("day").duration(Duration.ZERO)).isEqualTo(Duration.ofDays(7));
        assertThat(map.get("size").size(0, Long.MAX_VALUE)).isEqualTo(190_000_000L);
        assertThat(map.get("binary").size(0, Long.MAX_VALUE)).isEqualTo(2_097_152L);
        assertThat(map.get("share").percent(0)).isEqualTo(2.5);
        assertThat(map.get("yes").bool(false)).isTrue();
        assertThat(map.get("price").decimal(0)).isEqualTo(0.125);
        assertThat(map.get("backoff").range(new YamlValue.Range(Duration.ZERO, Duration.ZERO)))
                .isEqualTo(new YamlValue.Range(Duration.ofMinutes(1), Duration.ofHours(1)));
        assertThat(map.get("list").texts()).containsExactly("a", "b");
        assertThat(map.get("inner").map().get("key").number(0, 0, 9)).isEqualTo(1);
        assertThat(map.get("absent").number(42, 0, 99)).isEqualTo(42);
        assertThat(config.found()).isEmpty();
    }

    @Test
    void namesFileLineAndWhatIsExpected() {
        YamlMap map = read("""
                number: 11
                wait: 5 minutes
                size: 190 MB
                share: 120%
                flag: yes
                backoff: 1h..1m
                price: cheap
                list: a
                text: [a]
                inner: 7
                """);
        map.get("number").number(0, 1, 10);
        map.get("wait").duration(Duration.ZERO);
        map.get("size").size(1, 1000);
        map.get("share").percent(0);
        map.get("flag").bool(false);
        map.get("backoff").range(new YamlValue.Range(Duration.ZERO, Duration.ZERO));
        map.get("price").decimal(0);
        map.get("list").texts();
        map.get("text").text();
        map.get("inner").map();
        map.get("gone").required();

        assertThat(config.found())
                .containsExactly(
                        "\"11\" is not allowed for \"number\" in config/a.yaml:1. Expected a whole number from 1 to 10",
                        "Missing key \"gone\" in config/a.yaml:1",
                        "\"5 minutes\" is not allowed for \"wait\" in config/a.yaml:2."
                                + " Expected a duration such as 500ms, 30s, 15m, 12h or 7d",
                        "\"190 MB\" is not allowed for \"size\" in config/a.yaml:3."
                                + " Expected a size such as 190MB, at most 1000",
                        "\"120%\" is not allowed for \"share\" in config/a.yaml:4. Expected a percentage such as 2%",
                        "\"yes\" is not allowed for \"flag\" in config/a.yaml:5. Expected true or false",
                        "\"1h..1m\" is not allowed for \"backoff\" in config/a.yaml:6."
                                + " Expected a range of durations such as 1m..1h",
                        "\"cheap\" is not allowed for \"price\" in config/a.yaml:7. Expected a number such as 0.25",
                        "Wrong kind of value for \"list\" in config/a.yaml:8. Expected a list such as [a, b]",
                        "Wrong kind of value for \"text\" in config/a.yaml:9. Expected one value",
                        "Wrong kind of value for \"inner\" in config/a.yaml:10. Expected keys and values");
    }

    @Test
    void namesAllowedKeysAndGuessesTheOneThatWasMeant() {
        read("vesrion: 1\nmodel: fast\ncolour: red\n").allow("version", "model");

        assertThat(config.found())
                .containsExactly(
                        "Unknown key \"vesrion\" in config/a.yaml:1. Allowed: version, model. Did you mean \"version\"?",
                        "Unknown key \"colour\" in config/a.yaml:3. Allowed: version, model");
    }

    @Test
    void refusesDuplicateKeys() {
        YamlMap map = read("model: fast\nversion: 1\nmodel: careful\n");

        assertThat(map.get("model").text()).contains("fast");
        assertThat(config.found())
                .containsExactly("Duplicate key \"model\" in config/a.yaml:3. It already stands in line 1");
    }

    @Test
    void reportsSyntaxErrorsWithTheirLine() {
        config.write("broken.yaml", "a: 1\nb: [1, 2\nc: 3\n")
                .write("list.yaml", "- a\n")
                .write("empty.yaml", "");
        for (String file : List.of("broken.yaml", "list.yaml", "empty.yaml", "none.yaml")) {
            assertThat(YamlFile.read(config.path().resolve(file), Placeholders.none(), config.problems()))
                    .isEmpty();
        }

        assertThat(config.found())
                .containsExactly(
                        "YAML error: expected ',' or ']', but got : in config/broken.yaml:3",
                        "Expected keys and values (key: value) in config/empty.yaml",
                        "Expected keys and values (key: value) in config/list.yaml:1",
                        "Missing file in config/none.yaml. Create it");
    }

    @Test
    void neverMakesObjectsOfAFilesChoosing() {
        config.write("a.yaml", "x: !!java.net.URL [\"http://127.0.0.1:1/\"]\n");

        assertThat(YamlFile.read(config.path().resolve("a.yaml"), Placeholders.none(), config.problems()))
                .isEmpty();
        assertThat(config.found())
                .containsExactly(
                        "YAML error: Global tag is not allowed: tag:yaml.org,2002:java.net.URL in config/a.yaml:1");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws Exception {
        config.write("a.yaml", "");
        java.nio.file.Files.write(config.path().resolve("a.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE4});

        assertThat(YamlFile.read(config.path().resolve("a.yaml"), Placeholders.none(), config.problems()))
                .isEmpty();
        assertThat(config.found()).containsExactly("Text that is not UTF-8 in config/a.yaml. Save the file as UTF-8");
    }

    @Test
    void fillsPlaceholdersAndNamesThoseThatAreNotSet() {
        Placeholders placeholders = new Placeholders(name ->
                Optional.ofNullable(Map.of("HOST", "a.example", "BLANK", " ").get(name)));
        config.write("a.yaml", "url: https://${HOST}/${PATH:v1}\nkey: ${KEY}\nblank: ${BLANK:x}\n");
        YamlMap map = YamlFile.read(config.path().resolve("a.yaml"), placeholders, config.problems())
                .orElseThrow();

        assertThat(map.get("url").text()).contains("https://a.example/v1");
        assertThat(map.get("blank").text()).contains("x");
        assertThat(map.get("key").text()).isEmpty();
        assertThat(config.found()).containsExactly("${KEY} is not set in config/a.yaml:2. Set it in the environment");
    }

    @Test
    void namesFilesRelativeToTheWorkingFolder() {
        assertThat(ConfigText.display(Path.of("config/../config/models.yaml"))).isEqualTo("config/models.yaml");
        assertThat(ConfigText.display(Path.of("").toAbsolutePath().resolve("config/models.yaml")))
                .isEqualTo("config/models.yaml");
    }

    @Test
    void listsEveryProblemInOneException() {
        config.problems().add("config/b.yaml", 2, "Second");
        config.problems().add("config/a.yaml", 0, "First", "Do it");
        config.problems().add("config/b.yaml", 2, "Second");

        ConfigurationProblems thrown = org.junit.jupiter.api.Assertions.assertThrows(
                ConfigurationProblems.class, () -> config.problems().throwIfAny());

        assertThat(thrown)
                .hasMessage("2 problems in the configuration:\n  First in config/a.yaml. Do it\n"
                        + "  Second in config/b.yaml:2");
        assertThat(new ConfigurationFailureAnalyzer()
                        .analyze(new IllegalStateException(thrown))
                        .getDescription())
                .isEqualTo(thrown.getMessage());
    }

    @Test
    void aValueThatContainsItselfIsAProblem() {
        assertThat(read("a: &loop [1, *loop]\n").get("a").plain()).isEmpty();
        assertThat(config.found()).containsExactly("Value of \"a\" is nested too deeply in config/a.yaml:1");
    }
}
