package dev.caravan.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordTest {
    private static final String LINE =
            "{\"a\":\"x\\n\\\"y\\\" 😀\",\"a\\\"b\":\"q\",\"b\":-1.50e3,\"c\":null,\"d\":true,"
                    + "\"e\":{\"k\":[1,\"}\\\"\"]},\"f\":\"\",\"g\":[\"]\"],\"ü\":\"\\u00fc\\ud83d\\ude00\"}";

    private final JsonRecord record = JsonRecord.parse(LINE.getBytes(UTF_8));

    private String escaped(String field) {
        return new String(record.escaped(field).orElseThrow(), UTF_8);
    }

    @Test
    void copiesTextAsItStands() {
        assertThat(escaped("a")).isEqualTo("x\\n\\\"y\\\" 😀");
        assertThat(escaped("ü")).isEqualTo("\\u00fc\\ud83d\\ude00");
        assertThat(escaped("f")).isEmpty();
    }

    @Test
    void escapesOtherValuesAsTheirJson() {
        assertThat(escaped("b")).isEqualTo("-1.50e3");
        assertThat(escaped("c")).isEmpty();
        assertThat(escaped("d")).isEqualTo("true");
        assertThat(escaped("e")).isEqualTo("{\\\"k\\\":[1,\\\"}\\\\\\\"\\\"]}");
        assertThat(escaped("g")).isEqualTo("[\\\"]\\\"]");
    }

    @Test
    void givesPlainText() {
        assertThat(record.text("a")).contains("x\n\"y\" 😀");
        assertThat(record.text("ü")).contains("ü😀");
        assertThat(record.text("b")).contains("-1.50e3");
        assertThat(record.text("c")).contains("");
        assertThat(record.text("e")).contains("{\"k\":[1,\"}\\\"\"]}");
    }

    @Test
    void findsKeysWithEscapes() {
        assertThat(record.text("a\"b")).contains("q");
        assertThat(record.text("a\\\"b")).isEmpty();
    }

    @Test
    void hasNoValueForAFieldThatIsNotThere() {
        assertThat(record.escaped("k")).isEmpty();
        assertThat(record.text("")).isEqualTo(Optional.empty());
        assertThat(JsonRecord.parse("{}".getBytes(UTF_8)).text("a")).isEmpty();
    }

    @Test
    void holdsMoreFieldsThanItsFirstTable() {
        StringBuilder line = new StringBuilder("{\"f0\":0");
        for (int i = 1; i < 100; i++) {
            line.append(",\"f").append(i).append("\":").append(i);
        }
        JsonRecord wide = JsonRecord.parse(line.append('}').toString().getBytes(UTF_8));

        assertThat(wide.text("f0")).contains("0");
        assertThat(wide.text("f99")).contains("99");
    }

    @Test
    void isOneRecordAfterTheOtherWhereverTheyLie() {
        byte[] lines = "{\"a\":\"one \\\" two\"}\n{\"b\":7,\"a\":\"a text of more than eight bytes\\\\\"}\n{}\n"
                .getBytes(UTF_8);
        var reused = new JsonRecord();
        int from = 0;
        List<String> found = new ArrayList<>();
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                reused.read(lines, from, at);
                found.add(new String(reused.bytes(), UTF_8) + " a=" + reused.text("a") + " b=" + reused.text("b"));
                from = at + 1;
            }
        }
        assertThat(found)
                .containsExactly(
                        "{\"a\":\"one \\\" two\"} a=Optional[one \" two] b=Optional.empty",
                        "{\"b\":7,\"a\":\"a text of more than eight bytes\\\\\"}"
                                + " a=Optional[a text of more than eight bytes\\] b=Optional[7]",
                        "{} a=Optional.empty b=Optional.empty");
    }

    @Test
    void neverLooksBeyondTheEndOfItsLine() {
        byte[] lines = "{\"a\":\"x\n\"}".getBytes(UTF_8);
        var reused = new JsonRecord();
        for (int to = 0; to < lines.length; to++) {
            int end = to;
            assertThatThrownBy(() -> reused.read(lines, 0, end)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> reused.read(lines, 1, lines.length)).hasMessage("Not a compact JSON object (byte 0)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":\"x}",
                "{\"a\":1}x",
                "{\"a\":1,}",
                "{a:1}"
            })
    void refusesWhatIsNoObject(String line) {
        assertThatThrownBy(() -> JsonRecord.parse(line.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not a compact JSON object (byte ");
    }
}
