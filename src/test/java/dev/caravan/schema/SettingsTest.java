package dev.caravan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings of application.yaml: those of the code, with its defaults, in IDEs and in the reference. */
class SettingsTest {

    @Test
    void everySettingOfTheCodeIsInTheMetadataAndNoOther() throws IOException {
        Set<String> described =
                Setting.all().stream().map(Setting::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(new SettingsInCode().found.keySet());
    }

    @Test
    void theDefaultsAreThoseOfTheCode() throws IOException {
        Map<String, Set<String>> code = new SettingsInCode().found;
        Map<String, String> differ = new TreeMap<>();
        for (Setting setting : Setting.all()) {
            Set<String> said = new TreeSet<>(code.get(setting.name()));
            said.remove("");
            Set<String> told = setting.fallback().isEmpty() ? Set.of() : Set.of(setting.fallback());
            if (!said.equals(told) && !Set.of("caravan.ledger.connections").contains(setting.name())) {
                differ.put(setting.name(), said + " in the code, " + told + " in the metadata");
            }
        }
        assertThat(differ).isEmpty();
    }

    @Test
    void everySettingOfTheShippedFileIsKnown() throws IOException {
        assertThat(new Keys().unknown(Files.readString(Path.of("config/application.yaml"))))
                .isEmpty();
    }

    @Test
    void theReferenceIsThatOfTheCode() throws IOException {
        String rows = Setting.all().stream()
                .map(one -> "| `" + one.name() + "` | " + one.kind() + " | "
                        + (one.fallback().isEmpty() ? "" : "`" + one.fallback() + "`") + " | "
                        + Reference.linked(one.text()) + " |")
                .collect(Collectors.joining("\n"));
        SchemasTest.compare(Path.of("docs/reference/settings.md"), """
                # Settings

                Every setting of Caravan, for `config/application.yaml`, the command line (`--caravan.data=/srv/caravan`) or the
                environment (`CARAVAN_DATA=/srv/caravan`); the later ones win. Those of Spring Boot, such as `server.port`, are in its
                own documents. `config/application.yaml` has most of these as comments. Made from the code; IDEs that know Spring Boot
                complete them.

                ```yaml
                caravan:
                  data: /srv/caravan
                  disk: {min-free: 2GB}
                  reload: {on-change: true}
                ```

                | setting | what it is | default | meaning |
                |---|---|---|---|
                %s
                """.formatted(rows));
    }
}
