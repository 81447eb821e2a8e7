package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.model.Limits;
import dev.caravan.model.ModelsReader;
import dev.caravan.model.Polling;
import dev.caravan.model.Provider;
import dev.caravan.model.Setting;
import dev.caravan.provider.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of docs/providers have the same sections, the limits of config/providers.yaml, and name tests that are there. */
class ProviderPagesTest {
    private static final List<String> SECTIONS = List.of(
            "Set up",
            "Permissions",
            "Limits",
            "What differs",
            "A create in doubt",
            "What only is assumed",
            "Proved by");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|((?:[^|\n]+\\|){9})$");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Path FOLDER = Path.of("docs/providers");

    static List<Path> pages() throws IOException {
        return Doc.below(FOLDER.toString()).stream()
                .filter(page -> !page.endsWith("README.md"))
                .toList();
    }

    private static Map<String, Provider> providers() {
        Problems problems = new Problems();
        Placeholders any = new Placeholders(name -> Optional.of("http://localhost"));
        Map<String, Provider> all =
                new TreeMap<>(ModelsReader.read(Path.of("config"), Protocols.installed(), any, problems)
                        .providers());
        all.keySet().removeIf(name -> name.startsWith("simulator"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasTheSameSectionsInTheSameOrder(Path page) throws IOException {
        assertThat(SECTION.matcher(Files.readString(page)).results().map(found -> found.group(1)))
                .containsExactlyElementsOf(SECTIONS);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesTestsThatAreThere(Path page) throws IOException {
        Set<String> known = Doc.below("src/test/java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        String proofs = Files.readString(page).split("## Proved by\n", 2)[1];
        Set<String> named = TEST.matcher(proofs)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(2);
        assertThat(known).containsAll(named);
    }

    @Test
    void everyProviderHasItsLimitsOnOnePage() throws IOException {
        Map<String, List<String>> said = new TreeMap<>();
        for (Path page : pages()) {
            Matcher row = ROW.matcher(Files.readString(page));
            while (row.find()) {
                List<String> cells = List.of(row.group(2).strip().split(" *\\| *"));
                assertThat(said.put(
                                row.group(1),
                                cells.stream().map(ProviderPagesTest::plain).toList()))
                        .as("%s stands on two pages", row.group(1))
                        .isNull();
            }
        }
        Map<String, List<String>> real = new TreeMap<>();
        providers().forEach((name, provider) -> real.put(name, row(provider)));
        assertThat(said).isEqualTo(real);
    }

    /** Without their units, so that "60 s" is "1 min". */
    private static String plain(String cell) {
        Matcher number = Pattern.compile("([\\d,]+)(?: (MB|GB|s|min|h|d))?").matcher(cell);
        return number.replaceAll(found -> {
            long value = Long.parseLong(found.group(1).replace(",", ""));
            return switch (Optional.ofNullable(found.group(2)).orElse("")) {
                case "MB" -> value * 1_000_000 + " bytes";
                case "GB" -> value * 1_000_000_000 + " bytes";
                case "" -> String.valueOf(value);
                case "s" -> Duration.ofSeconds(value).toString();
                case "min" -> Duration.ofMinutes(value).toString();
                case "h" -> Duration.ofHours(value).toString();
                default -> Duration.ofDays(value).toString();
            };
        });
    }

    private static List<String> row(Provider provider) {
        Limits limits = provider.limits();
        Polling polling = provider.polling();
        return List.of(
                String.valueOf(limits.requests()),
                limits.bytes() + " bytes",
                limits.lineBytes() + " bytes",
                String.valueOf(limits.least()),
                provider.kept().results().toString(),
                provider.kept().batches().toString(),
                polling.first() + " to " + polling.longest(),
                provider.grace().toString(),
                polling.maxAge() == null ? "never" : polling.maxAge().toString());
    }

    @Test
    void theTableLeadsToEveryPage() throws IOException {
        Matcher row = Pattern.compile("(?m)^\\| \\[(`[^]]+`)]\\(([a-z]+\\.md)\\) \\|")
                .matcher(Files.readString(FOLDER.resolve("README.md")));
        Set<String> providers = new TreeSet<>();
        Set<Path> led = new TreeSet<>();
        while (row.find()) {
            String page = Files.readString(FOLDER.resolve(row.group(2)));
            for (String name : row.group(1).replace("`", "").split(", ")) {
                providers.add(name);
                assertThat(page).contains("| `" + name + "` |");
            }
            led.add(FOLDER.resolve(row.group(2)));
        }
        assertThat(providers).isEqualTo(providers().keySet());
        assertThat(led).isEqualTo(new TreeSet<>(pages()));
    }

    /** The page of a protocol names all that can be set, and how it is without. */
    @Test
    void everySettingStandsOnThePageOfItsProtocol() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String protocol : Protocols.installed().names()) {
            String page = protocol.equals("openai") ? "compatible.md" : protocol + ".md";
            List<String> lines = Files.readAllLines(FOLDER.resolve(page));
            for (Setting setting : Protocols.installed().get(protocol).settings()) {
                // What is one of several words is told by the others, too: "hold" is another than the usual.
                String standard = setting.allowed().isEmpty() ? setting.standard() : "";
                if (lines.stream().noneMatch(line -> line.contains("`" + setting.name()) && line.contains(standard))) {
                    missing.add(page + ": " + setting.name() + " " + standard);
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
