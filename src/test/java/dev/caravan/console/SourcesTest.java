package dev.caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SourcesTest {

    @Test
    void onlyFilesBelowTheDataFolderLoseTheirBeginning() {
        var sources = new Sources(Path.of("/srv/caravan/data"));
        assertThat(sources.shown("file:///srv/caravan/data/inbox/t/a%20b.jsonl"))
                .isEqualTo("inbox/t/a b.jsonl");
        for (String other : new String[] {
            "file:///srv/caravan/data-2/a.jsonl", "s3://bucket/data/a.jsonl", "rerun-1.jsonl", "file:// no uri"
        }) {
            assertThat(sources.shown(other)).isEqualTo(other);
        }
    }
}
