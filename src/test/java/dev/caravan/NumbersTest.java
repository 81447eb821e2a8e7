package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Numbers are written alike whatever the language of the machine. */
class NumbersTest {
    private final Locale before = Locale.getDefault(Locale.Category.FORMAT);

    @AfterEach
    void back() {
        Locale.setDefault(Locale.Category.FORMAT, before);
    }

    @Test
    void haveTheSameDigitsOnAMachineThatWritesOthers() {
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertThat("batch-%d".formatted(12)).isNotEqualTo("batch-12");
        CaravanApplication.main(new String[] {"version"});
        assertThat("batch-%d of %.1f".formatted(12, 1.5)).isEqualTo("batch-12 of 1.5");
    }
}
