package dev.caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReviewRuleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Optional<String> reason(String when, String answer) {
        try {
            return ReviewRule.compile(when).reason(JSON.readTree(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void comparesNumbersAndTexts() {
        assertThat(reason("confidence < 0.7", "{\"confidence\":0.69}")).contains("confidence < 0.7");
        assertThat(reason("confidence < 0.7", "{\"confidence\":0.7}")).isEmpty();
        assertThat(reason("category == \"legal\"", "{\"category\":\"legal\"}")).contains("category == \"legal\"");
        assertThat(reason("category == 'legal'", "{\"category\":\"Legal\"}")).isEmpty();
        assertThat(reason("urgent", "{\"urgent\":true}")).contains("urgent");
        assertThat(reason("!urgent && n >= 2", "{\"urgent\":false,\"n\":1}")).isEmpty();
        assertThat(reason("meta.score > 3", "{\"meta\":{\"score\":4}}")).contains("meta.score > 3");
    }

    @Test
    void looksIntoListsAndTexts() {
        assertThat(reason("contains(tags, \"escalation\")", "{\"tags\":[\"a\",\"escalation\"]}"))
                .isPresent();
        assertThat(reason("contains(tags, \"escalation\")", "{\"tags\":[\"escalations\"]}"))
                .isEmpty();
        assertThat(reason("contains(tags, \"x\")", "{\"tags\":[]}")).isEmpty();
        assertThat(reason("contains(summary, \"fire\")", "{\"summary\":\"on fire!\"}"))
                .isPresent();
    }

    @Test
    void whatIsMissingIsNeverPassed() {
        assertThat(reason("confidence < 0.7", "{}")).contains("\"confidence\" is missing: confidence < 0.7");
        assertThat(reason("confidence < 0.7", "{\"confidence\":null}"))
                .contains("\"confidence\" is missing: confidence < 0.7");
        assertThat(reason("meta.score > 3", "{\"meta\":{}}").orElseThrow())
                .startsWith("meta.score > 3 can't be decided: ");
        assertThat(reason("urgent", "{\"urgent\":\"maybe\"}")).contains("urgent is neither true nor false");
    }

    @Test
    void runsNoCodeAndNoOtherFunctions() {
        assertThatThrownBy(() -> ReviewRule.compile("FACT(100) > confidence"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Undefined function 'FACT'");
        assertThatThrownBy(() -> ReviewRule.compile("confidence")
                        .reason(JSON.readTree("{}"))
                        .map(reason -> ReviewRule.compile("T(java.lang.Runtime).exec == 1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void canBeUsedByManyThreads() {
        ReviewRule rule = ReviewRule.compile("n < 500");
        AtomicInteger reviewed = new AtomicInteger();
        IntStream.range(0, 1000)
                .parallel()
                .forEach(n -> rule.reason(JSON.createObjectNode().put("n", n))
                        .ifPresent(reason -> reviewed.incrementAndGet()));

        assertThat(reviewed).hasValue(500);
    }
}
