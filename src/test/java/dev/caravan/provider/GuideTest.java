package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.ProviderRig.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/guides/add-a-provider.md work as they stand there. */
class GuideTest {
    private static final Path GUIDE = Path.of("docs/guides/add-a-provider.md");
    private static final String SECRET = "EXAMPLE_API_KEY";

    @TempDir
    Path folder;

    @BeforeEach
    void key() {
        System.setProperty(SECRET, "a-key");
    }

    @AfterEach
    void noKey() {
        System.clearProperty(SECRET);
    }

    private static String example(String file) throws IOException {
        Matcher block = Pattern.compile("```yaml\n# " + Pattern.quote(file) + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(block.find()).as("example of " + file).isTrue();
        return block.group(1);
    }

    @Test
    void aCompatibleProviderIsAnEntryOfFewLines() throws Exception {
        String entry = example("config/providers.yaml");
        assertThat(entry.lines().count()).isLessThan(10);
        String here = entry.replace("https://llm.example.org/v1", "${caravan.simulator.url}/openai/v1")
                + "  poll: {first: 50ms, longest: 400ms}\n  grace: 1s\n";
        assertThat(here).contains("simulator.url");
        String simulated = "{\"models\": [\"llama-3.3-70b\"], \"openai\": {\"metadata\": false, \"errors\": \"text\"}}";

        try (ProviderRig rig =
                new ProviderRig(folder, simulated, example("config/models.yaml"), here, List.of("large"))) {
            rig.faults("[{\"on\":\"batches.create\",\"do\":\"lose-reply\"}]");
            List<Note> notes = List.of(new Note("n-1", "All is well"), new Note("n-2", "Nothing is well"));
            long drop = rig.drop("large", notes);
            rig.settled(drop);

            assertThat(rig.rows(drop).values()).containsOnly("PUBLISHED ok 1");
            assertThat(rig.published("large", drop)
                            .get("n-2")
                            .at("/result/text")
                            .asText())
                    .isEqualTo("Nothing is well");
            assertThat(rig.bill().path("records").asInt()).isEqualTo(2);
        }
    }
}
