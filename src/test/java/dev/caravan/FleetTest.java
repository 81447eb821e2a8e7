package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.model.Models;
import dev.caravan.model.ModelsReader;
import dev.caravan.model.Provider;
import dev.caravan.provider.Protocols;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Finds every provider, format and drop zone, and wants of each: a row in the docs, a sample, a contract test. Sinks: {@code
 * route.SinkFleetTest}.
 */
class FleetTest {
    /** Of the example of each format. */
    private static final Map<String, String> EXTENSIONS = Map.of(
            "csv", ".csv",
            "json", ".json",
            "jsonl", ".jsonl",
            "parquet", ".parquet",
            "text", ".md",
            "xml", ".xml",
            "zip", ".zip");

    private final Set<String> missing = new TreeSet<>();

    @AfterEach
    void nothingIsMissing() {
        assertThat(missing).isEmpty();
    }

    @Test
    void everyProviderIsDocumentedSampledAndProved() {
        Problems problems = new Problems();
        Placeholders none = new Placeholders(name -> Optional.of("http://localhost"));
        Models models = ModelsReader.read(Path.of("config"), Protocols.installed(), none, problems);
        assertThat(models.providers()).hasSizeGreaterThan(8);
        for (Provider provider : models.providers().values()) {
            want("provider " + provider.name(), "docs/providers/README.md", "`" + provider.name() + "`");
            if (!provider.name().startsWith("simulator")) {
                wantSample(provider);
            }
        }
        Set<String> simulated = models.providers().values().stream()
                .filter(provider -> provider.name().startsWith("simulator"))
                .map(Provider::protocol)
                .collect(Collectors.toSet());
        for (String protocol : Protocols.installed().names()) {
            if (!simulated.contains(protocol)) {
                missing.add("protocol " + protocol + ": no simulated provider in config/providers.yaml");
            }
            wantContract("protocol " + protocol, "ProtocolContract", "provider/" + protocol);
            wantContract("protocol " + protocol, "ProviderContract", "provider/" + protocol);
            want("protocol " + protocol, "routes/providers/" + protocol + ".camel.yaml", protocol + "-submit");
        }
    }

    @Test
    void everyFormatIsDocumentedSampledAndProved() {
        List<String> formats = files(Path.of("src/main/java/dev/caravan/intake"))
                .filter(file -> Stream.of("RecordFormat", "RangedFormat")
                        .anyMatch(format -> text(file).contains(" implements " + format)))
                .map(file -> file.getParent().getFileName().toString())
                .toList();
        assertThat(formats).hasSizeGreaterThan(6);
        for (String name : formats) {
            want("format " + name, "docs/formats.md", "`" + name + "`");
            wantContract("format " + name, "(RecordFormat|TextualFormat|ManyRecords)Contract", "intake/" + name);
            if (files(Path.of("examples"))
                    .noneMatch(file -> file.toString().endsWith(EXTENSIONS.getOrDefault(name, "." + name)))) {
                missing.add("format " + name + ": no file in examples");
            }
        }
    }

    @Test
    void everyDropZoneIsDocumentedSampledAndProved() {
        List<String> sources = kamelets("-drop-source.kamelet.yaml");
        assertThat(sources).hasSizeGreaterThan(2);
        for (String source : sources) {
            want("drop zone " + source, "docs/buckets.md", "`" + source + "`");
            if (Stream.of("routes/dropzones", "examples/routes/dropzones")
                    .flatMap(folder -> files(Path.of(folder)))
                    .noneMatch(file -> text(file).contains("kamelet:" + source))) {
                missing.add("drop zone " + source + ": no sample route uses it");
            }
            String test = source.replace("-drop-source", "DropsTest.java");
            if (files(Path.of("src/test/java"))
                    .noneMatch(file -> file.getFileName().toString().equalsIgnoreCase(test)
                            || text(file).contains("kamelet:" + source))) {
                missing.add("drop zone " + source + ": no test drops anything there");
            }
        }
    }

    private void want(String what, String file, String text) {
        if (!text(Path.of(file)).contains(text)) {
            missing.add(what + ": " + file + " does not have " + text);
        }
    }

    private void wantContract(String what, String contract, String home) {
        Pattern extended = Pattern.compile("class \\w+Test extends " + contract + "\\b");
        if (files(Path.of("src/test/java/dev/caravan/" + home))
                .noneMatch(file -> extended.matcher(text(file)).find())) {
            missing.add(what + ": no test in " + home + " extends " + contract);
        }
    }

    /** By its name or its title, as a credential would. */
    private void wantSample(Provider provider) {
        String docs = files(Path.of("docs/providers")).map(FleetTest::text).collect(Collectors.joining());
        if (!docs.contains("provider: " + provider.name())
                && !docs.contains("provider: " + provider.about().title())) {
            missing.add("provider " + provider.name() + ": no sample of a credential in docs/providers");
        }
    }

    private static List<String> kamelets(String end) {
        return files(Path.of("routes/kamelets"))
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(end))
                .map(name -> name.replace(".kamelet.yaml", ""))
                .toList();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
