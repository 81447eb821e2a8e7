package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WithinTest {
    private final Within four = new Within(new ByteArrayInputStream("abcdefgh".getBytes(StandardCharsets.US_ASCII)), 4);

    @Test
    void endsWhereItIsToldHoweverItIsRead() throws IOException {
        assertThat(four.read()).isEqualTo('a');
        assertThat(four.available()).isEqualTo(3);
        assertThat(four.skip(1)).isEqualTo(1);
        assertThat(new String(four.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("cd");
        assertThat(four.read()).isNegative();
    }

    @Test
    void skipsNothingBehindItsEnd() throws IOException {
        assertThat(four.skip(6)).isEqualTo(4);
        assertThat(four.skip(1)).isZero();
        assertThat(four.available()).isZero();
        assertThat(four.read()).isNegative();
    }
}
