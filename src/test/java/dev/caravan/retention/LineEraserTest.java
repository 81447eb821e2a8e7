package dev.caravan.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.spool.Editions;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineEraserTest {
    @TempDir
    Path folder;

    private String erased(String text, long number, long offset) throws IOException {
        var spool = new LocalSpool(folder);
        spool.delete("b/1/f.jsonl");
        try (SpoolWriter out = spool.create("b/1/f.jsonl")) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
        String sha256 = new LineEraser(spool).copy("b/1/f.jsonl", "b/1/f-e1.jsonl", number, offset);
        try (var in = spool.open("b/1/f-e1.jsonl", 0);
                var again = spool.open("b/1/f-e1.jsonl", 0)) {
            assertThat(Hashes.of(again).sha256()).isEqualTo(sha256);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void blanksTheFirstTheMiddleAndTheLastLineByNumberOrPlace() throws IOException {
        String text = "{\"a\":1}\n{\"bbb\":2}\n{\"c\":3}";
        assertThat(erased(text, 0, 0)).isEqualTo("{}     \n{\"bbb\":2}\n{\"c\":3}");
        assertThat(erased(text, -1, 0)).isEqualTo("{}     \n{\"bbb\":2}\n{\"c\":3}");
        assertThat(erased(text, 1, 0)).isEqualTo("{\"a\":1}\n{}       \n{\"c\":3}");
        assertThat(erased(text, -1, 8)).isEqualTo("{\"a\":1}\n{}       \n{\"c\":3}");
        assertThat(erased(text, 2, 0)).isEqualTo("{\"a\":1}\n{\"bbb\":2}\n{}     ");
        assertThat(erased(text, -1, 18)).isEqualTo("{\"a\":1}\n{\"bbb\":2}\n{}     ");
    }

    @Test
    void changesNothingBehindTheEndAndNoLengthOfLongLines() throws IOException {
        assertThat(erased("{}\n", 1, 0)).isEqualTo("{}\n");
        assertThat(erased("{}\n", 9, 0)).isEqualTo("{}\n");
        String line = "{\"a\":\"" + "x".repeat(200_000) + "\"}";
        assertThat(erased(line + "\n" + line + "\n", 1, 0))
                .isEqualTo(line + "\n{}" + " ".repeat(line.length() - 2) + "\n");
    }

    @Test
    void numbersTheEditionsOfAFile() {
        assertThat(Editions.after("batches/1/results-3.jsonl")).isEqualTo("batches/1/results-3-e1.jsonl");
        assertThat(Editions.after("batches/1/results-3-e9.jsonl")).isEqualTo("batches/1/results-3-e10.jsonl");
        assertThat(Editions.after("drops/1/segment-2.jsonl.zst")).isEqualTo("drops/1/segment-2-e1.jsonl.zst");
    }
}
