package dev.caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {

    @Test
    void aShortTextIsShownAsItIs() {
        assertThat(Cut.of("x".repeat(3_000))).isEqualTo(new Cut("x".repeat(3_000), "", ""));
    }

    @Test
    void aLongTextIsShownByAClick() {
        assertThat(Cut.of("x".repeat(3_001)))
                .isEqualTo(new Cut("x".repeat(3_000) + "…", "x".repeat(3_001), "Show all (3,001 characters)"));
    }

    @Test
    void aHugeTextIsNeverWholeOnAPage() {
        Cut huge = Cut.of("x".repeat(5_000_000));
        assertThat(huge.size()).isEqualTo("Show the first 100,000 of 5,000,000 characters");
        assertThat(huge.all()).hasSize(100_001).endsWith("x…");
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(Cut.head("x".repeat(2_999) + "🐪 y")).isEqualTo("x".repeat(2_999) + "…");
    }
}
