package dev.caravan.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDocTest {

    @Test
    void everySettingIsInTheDocsWithItsStandard() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/providers/compatible.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (Setting setting : new OpenAiProtocol().settings()) {
            String standard = setting.standard().isEmpty() ? "| |" : "| `" + setting.standard() + "` |";
            assertThat(rows)
                    .as(setting.name())
                    .anySatisfy(row ->
                            assertThat(row).contains("`" + setting.name() + "`").contains(standard));
        }
    }
}
