package dev.caravan.intake.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactCheckTest {

    @Test
    void findsTheEnd() throws Damaged {
        String[] fields = {
            "11",
            "1305",
            "06c80196ff01",
            "170000000000000000",
            "180161",
            "19250102",
            "1921" + "0102",
            "1b00",
            "1b0185016105",
            "1c150200"
        };
        byte[] bytes = HexFormat.of().parseHex(String.join("", fields) + "00" + "ffff");
        assertThat(CompactCheck.length(bytes)).isEqualTo(bytes.length - 2);
        assertThat(CompactCheck.length(new byte[1])).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', cut off", // not even an end
        "15, cut off",
        "1805, cut off", // a text longer than what is there
        "18ffffffff0f, cut off",
        "19fcffffffff0f, cut off", // a list of billions of structures
        "1bffffffff0f88, cut off", // a map of billions of entries
        "16ffffffffffffffffffffff, number without end",
        "1e00, unknown type",
        "1000, unknown type" // the parser takes it for the end
    })
    void refusesWhatCanNotBe(String hex, String reason) {
        assertThatThrownBy(() -> CompactCheck.length(HexFormat.of().parseHex(hex)))
                .isInstanceOf(Damaged.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> CompactCheck.length(HexFormat.of().parseHex("1c".repeat(10_000))))
                .hasMessage("the index is nested too deeply");
    }
}
