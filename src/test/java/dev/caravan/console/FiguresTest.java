package dev.caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 bytes",
                "999 | 999 bytes",
                "1000 | 1.0 KB",
                "99960 | 100 KB",
                "999600 | 1.0 MB",
                "5400000000 | 5.4 GB"
            })
    void sizesHaveTwoDigitsAndTheirUnit(long bytes, String shown) {
        assertThat(Figures.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 10 | 0 %",
                "10 | 10 | 100 %",
                "1 | 3 | 33.3 %",
                "1 | 1000000 | < 0.1 %",
                "999999 | 1000000 | > 99.9 %",
                "0 | 0 | ''"
            })
    void onlyNoneIsNothingAndOnlyAllIsAll(long part, long whole, String shown) {
        assertThat(Figures.percent(part, whole)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-5 | 0 s", "59 | 59 s", "60 | 1 min", "3599 | 59 min", "3661 | 1 h 1 min", "90061 | 1 d 1 h"})
    void timesHaveTheirTwoLargestUnits(long seconds, String shown) {
        Instant from = Instant.parse("2026-11-20T08:00:00Z");
        assertThat(Figures.duration(Duration.ofSeconds(seconds))).isEqualTo(shown);
        assertThat(Figures.age(from, from.plusSeconds(seconds))).isEqualTo(shown);
    }
}
