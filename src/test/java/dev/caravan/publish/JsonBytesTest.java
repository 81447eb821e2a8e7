package dev.caravan.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was published before has to come out again byte by byte, so Jackson's generator is the measure. */
class JsonBytesTest {
    private static final int CASES = 20_000;
    private static final String LETTERS = "aZ09 ~\"\\/\b\f\n\r\t\u0000\u001f\u007f\u0080ü€\u2028\uFFFD\uFEFF";

    private final JsonBytes json = new JsonBytes();

    private static byte[] generated(@Nullable String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeString(text);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "T-1", "say \"hi\"", "back\\slash", "tab\t", "ü", "😀", "a/b", "\u007f", "\u0000"})
    void writesTextsAsTheGeneratorDoes(@Nullable String text) throws IOException {
        json.text(text);
        assertThat(json.take()).isEqualTo(generated(text));
    }

    @Test
    void writesAnyTextAsTheGeneratorDoes() throws IOException {
        var random = new Random(3);
        for (int i = 0; i < CASES; i++) {
            StringBuilder text = new StringBuilder();
            boolean plain = random.nextBoolean();
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append(plain ? 'x' : LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            text.append(random.nextInt(5) == 0 ? "😀" : "");
            json.text(text.toString());
            assertThat(json.take()).as("case %d", i).isEqualTo(generated(text.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 123456789, 1_000_000, Long.MAX_VALUE, -1, -1_000_000, Long.MIN_VALUE})
    void writesNumbers(long number) {
        json.number(number);
        assertThat(new String(json.take(), UTF_8)).isEqualTo(Long.toString(number));
        json.micros(number);
        assertThat(new String(json.take(), UTF_8))
                .isEqualTo(BigDecimal.valueOf(number, 6).toPlainString());
    }

    @Test
    void passesOnWhatWasWrittenAndBeginsAnew() throws IOException {
        var out = new ByteArrayOutputStream();
        json.raw("{\"a\":".getBytes(UTF_8));
        json.text("x".repeat(100_000));
        assertThat(json.size()).isEqualTo(100_007);
        json.writeTo(out);
        assertThat(json.size()).isZero();
        json.raw("}".getBytes(UTF_8));
        json.writeTo(out);
        assertThat(out.toString(UTF_8)).isEqualTo("{\"a\":\"" + "x".repeat(100_000) + "\"}");
    }
}
