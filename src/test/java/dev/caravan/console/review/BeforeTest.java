package dev.caravan.console.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BeforeTest {

    @Test
    void remembersTwentyAndEachOnce() {
        String many = LongStream.rangeClosed(1, 30).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertThat(Before.of(many).records()).hasSize(20).startsWith(1L).endsWith(20L);
        assertThat(Before.of(many).and(3).records()).hasSize(20).startsWith(3L, 1L, 2L, 4L);
        assertThat(Before.of(many).and(99).records()).hasSize(20).endsWith(19L);
        assertThat(Before.of("7,8").and(9).earlier().text()).isEqualTo("7,8");
    }

    @Test
    void whatIsNoRecordIsLeftOut() {
        assertThat(Before.of("7,<b>, 8,-1,9999999999999999999,9")).isEqualTo(Before.of("7,9"));
        assertThat(Before.of("").earlier().records()).isEmpty();
    }
}
