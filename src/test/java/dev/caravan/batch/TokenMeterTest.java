package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenMeterTest {
    private final Encoding o200k = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private static long tokens(TokenMeter meter, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return meter.tokens(bytes, 0, bytes.length);
    }

    @Test
    void takesThreeBytesForATokenWhereNoEncodingIsKnown() {
        assertThat(tokens(TokenMeter.of("bytes"), "1234567")).isEqualTo(3);
    }

    @Test
    void countsTheFirstLinesExactly() {
        String line = "{\"text\":\"Grüße aus Köln, 你好, and more\"}";
        assertThat(tokens(TokenMeter.of("o200k"), line)).isEqualTo(o200k.countTokensOrdinary(line));
    }

    @Test
    void estimatesManyMixedLinesNeverTooLowAndAtMostAFifthTooHigh() {
        var random = new Random(7);
        String[] parts = {"the customer writes that ", "das Gerät läuft nicht mehr ", "商品が届きません ", "{\"a\":17.25} "};
        TokenMeter meter = TokenMeter.of("o200k");
        long estimated = 0;
        long real = 0;
        for (int i = 0; i < 20_000; i++) {
            var line = new StringBuilder();
            for (int part = 0; part < 10; part++) {
                line.append(parts[random.nextInt(parts.length)]);
            }
            estimated += tokens(meter, line.toString());
            real += o200k.countTokensOrdinary(line.toString());
        }
        assertThat(estimated).isBetween(real, real * 12 / 10);
    }

    @Test
    void looksOnlyAtTheEndsOfALongLine() {
        String line = "a word and another ".repeat(200_000);
        TokenMeter meter = TokenMeter.of("o200k");
        long start = System.nanoTime();
        long estimated = tokens(meter, line);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        int real = 200_000 * 4;
        assertThat(estimated).isBetween((long) real, real * 12L / 10);
    }

    @Test
    void findsTheLimitOfOutputByAnyName() {
        assertThat(Estimates.mostOutput(Map.of("max_completion_tokens", 400))).isEqualTo(400);
        assertThat(Estimates.mostOutput(Map.of("inferenceConfig", Map.of("maxTokens", 300), "temperature", 1)))
                .isEqualTo(300);
        assertThat(Estimates.mostOutput(Map.of("generationConfig", Map.of("maxOutputTokens", 200))))
                .isEqualTo(200);
        assertThat(Estimates.mostOutput(Map.of("temperature", 1))).isZero();
    }

    @Test
    void readsTheLimitThatASentenceNames() {
        assertThat(Overfull.named(
                        "Enqueued token limit reached for gpt-4o in organization org-1. Limit: 90,000 enqueued"
                                + " tokens. Please try again once some in_progress batches have been completed."))
                .isEqualTo(90_000);
        assertThat(Overfull.named("The limit of 1000000 tokens is reached")).isEqualTo(1_000_000);
        assertThat(Overfull.named("The enqueued token limit of deployment gpt-4o-2024 is reached"))
                .isNull();
        assertThat(Overfull.named("rate limit: 20 requests per minute")).isNull();
    }
}
