package dev.caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static final String TYPES = """
            {"type":"object","$defs":{"who":{"type":"object","properties":{"age":{"type":"integer"}}}},
             "properties":{"n":{"type":["number","null"]},"t":{"type":"string"},"b":{"type":"boolean"},
               "kind":{"enum":["a","b"]},"tags":{"type":"array","items":{"enum":["x","y"]}},
               "who":{"$ref":"#/$defs/who"},"any":{}}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            n < 1 && (b || kind == "a")  ~ ``
            n - 1 >= -who.age * 2        ~ ``
            any == 1 || any == "x"       ~ ``
            contains(tags, "x")          ~ ``
            contains(t, "fire") == !b    ~ ``
            t < 1                        ~ t is a text and 1 is a number: they can't be compared
            kind == "c"                  ~ "c" is no value of kind. Allowed: a, b
            contains(tags, "z")          ~ "z" is no value of tags. Allowed: x, y
            tags == "x"                  ~ tags is a list and "x" is a text: they can't be compared
            any == tags                  ~ tags is a list, which == can't compare; write contains(any, …)
            who.name == "x"              ~ "name" is not in the schema of who
            who.age == "x"               ~ who.age is a number and "x" is a text: they can't be compared
            b > true                     ~ b is true or false: neither is greater
            t + 1 > 2                    ~ t is a text, but + wants a number
            n && b                       ~ n is a number, but && wants true or false
            !t                           ~ t is a text, but ! wants true or false
            contains(n, 1)               ~ n is a number: contains looks into lists and texts
            n                            ~ n is a number, not true or false
            """)
    void findsWhatCanNeverWorkWithASchema(String when, String wrong) {
        assertThat(ReviewRule.compile(when).against(TYPES).orElse("")).isEqualTo(wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9^9^9^9^9 > n", "n % 2 == 0", "9 > 1e999999999", "n < 1e-999999999", "RANDOM() > n"})
    void refusesWhatCouldTakeForEver(String when) {
        assertThatThrownBy(() -> ReviewRule.compile(when)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesNoTimeForLongAndDeepConditions() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThatThrownBy(() -> ReviewRule.compile("(".repeat(100_000) + "n" + ")".repeat(100_000)))
                    .hasMessage("it is longer than 1000 characters");
            assertThatThrownBy(() -> ReviewRule.compile("(".repeat(400) + "n>1" + ")".repeat(400)))
                    .hasMessage("it has more than 50 brackets");
            String product = "n" + "*n".repeat(300) + " > 1";
            assertThat(reason(product, "{\"n\":" + "9".repeat(900) + "}")).contains(product);
            assertThat(reason("n > 1" + " || n > 1".repeat(90), "{\"n\":0}")).isEmpty();
            assertThat(ReviewRule.compile("n > 1")
                            .reason(JSON.createObjectNode().put("n", new BigDecimal("1e999999999"))))
                    .contains("n > 1 can't be decided: a number is too long or too large");
        });
    }
}
