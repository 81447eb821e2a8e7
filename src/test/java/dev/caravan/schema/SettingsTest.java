package dev.caravan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private static List<String> wrong(String text) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(SettingsSchema.FILE))
                .validate(Yaml.json(text))
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    @Test
    void theSchemaIsThatOfTheCode() throws IOException {
        SchemasTest.compare(SettingsSchema.FILE, SchemaWriter.pretty(SettingsSchema.write(Setting.all())));
    }

    @Test
    void theSchemaTakesTheShippedFileWhichNamesIt() throws IOException {
        String shipped = Files.readString(Path.of("config/application.yaml"));
        assertThat(wrong(shipped)).isEmpty();
        assertThat(shipped).startsWith("# yaml-language-server: $schema=../schemas/application.schema.json\n");
        assertThat(wrong("""
                server: {port: 8090}
                caravan:
                  disk:
                  publish: {sends: "${SENDS:5}"}
                  reload: {on-change: "${RELOAD}"}
                  outgoing: {hosts: "a.example, b.example"}
                  kafka: {events: {acks: all}}
                """)).isEmpty();
    }

    @Test
    void theSchemaMarksMistakes() throws IOException {
        assertThat(wrong("""
                caravan:
                  reloads: {on-change: true}
                  reload: {on-chnage: true, on-change: sometimes}
                  publish: {sends: many}
                  console: 4
                """))
                .containsExactlyInAnyOrder(
                        "$.caravan: property 'reloads' is not defined in the schema and the schema does not allow additional"
                                + " properties",
                        "$.caravan.reload: property 'on-chnage' is not defined in the schema and the schema does not allow"
                                + " additional properties",
                        "$.caravan.reload.on-change: does not match the regex pattern ^(?:true|false|.*\\$\\{.+\\}.*)$",
                        "$.caravan.publish.sends: does not match the regex pattern ^(?:-?\\d+|.*\\$\\{.+\\}.*)$",
                        "$.caravan.console: integer found, [object, null] expected");
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
