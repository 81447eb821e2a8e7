package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ranges;
import dev.caravan.spool.LocalSpool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that come more than once in a drop, wherever in it. */
class DoublesTest {
    @TempDir
    Path folder;

    private LocalSpool spool;

    @BeforeEach
    void open() {
        spool = new LocalSpool(folder);
    }

    private Ranges.Found range(int no, List<String> keys) throws IOException {
        try (var file = new RowFileWriter(spool, "drops/1/rows-" + no, "segment")) {
            List<Drops.Row> rows = new ArrayList<>();
            keys.forEach(key -> rows.add(new Drops.Row(key, 1, rows.size())));
            file.frame(0, rows);
            return file.commit(null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1_000_000})
    void areFoundInWhateverSlicesTheyAreLookedFor(int atOnce) throws IOException {
        var random = new Random(atOnce);
        Map<String, Integer> times = new HashMap<>();
        List<Ranges.Found> ranges = new ArrayList<>();
        for (int no = 0; no < 6; no++) {
            List<String> keys = new ArrayList<>();
            for (int i = random.nextInt(90); i > 0; i--) {
                keys.add("k" + random.nextInt(300));
            }
            keys.forEach(key -> times.merge(key, 1, Integer::sum));
            ranges.add(range(no, keys));
        }
        Doubles found =
                Optional.ofNullable(Doubles.among(spool, ranges, atOnce)).orElseThrow();
        Doubles stored = Doubles.load(spool, found.store(spool, "drops/1/doubles-1"));
        assertThat(times.keySet()).allSatisfy(key -> assertThat(stored.has(key)).isEqualTo(times.get(key) > 1));
        assertThat(spool.size("drops/1/doubles-1") / Long.BYTES)
                .isEqualTo(times.values().stream().filter(n -> n > 1).count())
                .isPositive();
    }

    @Test
    void whereNoKeyComesTwiceThereIsNoFile() throws IOException {
        Doubles none = Optional.ofNullable(Doubles.among(
                        spool, List.of(range(0, List.of("a", "b")), range(1, List.of("c"))), 10))
                .orElseThrow();
        assertThat(none.store(spool, "drops/1/doubles-1")).isNull();
        assertThat(Doubles.load(spool, null).has("a")).isFalse();
    }
}
