package dev.caravan.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testkit.JsonMutations;
import dev.caravan.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScanTest {
    private static final int CASES = 20_000;
    private static final List<String> GOOD = List.of(
            "{\"a\":1,\"b\":[0.90,-12.5,\"é 😀\",null,true,false,{}],\"c\":{\"a\":\"\\\"\\\\\\n\\t\"}}",
            "[[],[{}],\"\",{\"\":\"\"},12345678901234567890123,0.000001,0.000000,100]",
            "{\"ticket_id\":\"T-1\",\"confidence\":0.91,\"tags\":[\"x\",\"y\"],\"summary\":\"It <b>works</b>, 10/10\"}");

    private final AnswerParser parser = new AnswerParser(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"a\"",
                "null",
                "0",
                "-7",
                "0.5",
                "0.0",
                "0.000000",
                "0.0000012",
                "10.50",
                "{\"a\":{\"a\":1},\"b\":{\"a\":2}}",
                "\"\\\"\\\\\\b\\f\\n\\r\\t\"",
                "\"😀\"",
                "[1,2]"
            })
    void knowsWhatWouldBeWrittenTheSameAgain(String text) throws AnswerParser.NotJson {
        assertThat(isCompact(text)).isTrue();
        assertThat(rewritten(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " {}",
                "{} ",
                "{ }",
                "{\"a\": 1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,}",
                "[1,]",
                "[1 ,2]",
                "{\"a\"}",
                "{a:1}",
                "-0",
                "-0.0",
                "01",
                "1.",
                ".5",
                "1e3",
                "1.5E3",
                "0.0000000",
                "0.0000001",
                "+1",
                "NaN",
                "nul",
                "truetrue",
                "\"\\/\"",
                "\"\\u0041\"",
                "\"\\u001f\"",
                "\"\t\"",
                "\"a",
                "\"\\",
                "{}{}",
                "]",
                "{\"a\":1]",
                "\uFEFF{}"
            })
    void saysNoWhereItWouldHaveToLookCloser(String text) {
        assertThat(isCompact(text)).isFalse();
    }

    @Test
    void saysNoToWhatIsTooLargeOrTooDeepForAShortLook() {
        assertThat(isCompact("[".repeat(60) + "]".repeat(60))).isTrue();
        assertThat(isCompact("[".repeat(70) + "]".repeat(70))).isFalse();
        assertThat(isCompact("9".repeat(201))).isFalse();
        assertThat(isCompact("\"" + "x".repeat(1 << 20) + "\"")).isFalse();
        assertThat(isCompact("{\"" + "x".repeat(1000) + "\":1}")).isFalse();
        StringBuilder keys = new StringBuilder("{\"k0\":0");
        for (int i = 1; i < 200; i++) {
            keys.append(",\"k").append(i).append("\":0");
        }
        assertThat(isCompact(keys.append('}').toString())).isFalse();
    }

    /** The other way to find out is to parse it and to write it again. */
    @Test
    void neverSaysYesWhereParsingAndWritingChangesAnything() throws AnswerParser.NotJson {
        var random = new Random(7);
        var values = new JsonMutations(random);
        var bytes = new Mutations(random);
        int yes = 0;
        for (int i = 0; i < CASES; i++) {
            String good = GOOD.get(random.nextInt(GOOD.size()));
            String text = i % 2 == 0
                    ? values.of(good)
                    : new String(bytes.of(good.getBytes(StandardCharsets.UTF_8)).bytes(), StandardCharsets.UTF_8);
            if (isCompact(text)) {
                yes++;
                assertThat(rewritten(text)).as("case %d", i).isEqualTo(text);
            }
        }
        assertThat(yes).isBetween(CASES / 10, CASES - CASES / 10);
    }

    private static boolean isCompact(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.UTF_8).equals(text) && AnswerScan.isCompact(utf8, utf8.length);
    }

    private String rewritten(String text) throws AnswerParser.NotJson {
        return new String(parser.compact(parser.parse(text)), StandardCharsets.UTF_8);
    }
}
