package dev.caravan.intake.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.Repeated;
import dev.caravan.intake.TextualFormatContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonlFormatTest extends TextualFormatContract {

    @Override
    protected RecordFormat format() {
        return new JsonlFormat();
    }

    @Override
    protected String name() {
        return "jsonl";
    }

    @Override
    protected int firstLine() {
        return 1;
    }

    @Override
    protected String file(List<String> ids, List<String> texts) {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            file.append("{\"text\": \"").append(JsonStringEncoder.getInstance().quoteAsString(texts.get(i)));
            file.append("\", \"id\": \"").append(ids.get(i)).append("\"}\n");
        }
        return file.toString();
    }

    @Test
    void sortsKeysAndKeepsTypesAndNumbersAsWritten() {
        assertThat(
                        read(
                                "{\"z\":1.50,\"a\":{\"y\":[1e5,-0,true,null],\"b\":\"\\u00e9\\/\"},\"m\":12345678901234567890.0}\n"))
                .containsExactly(
                        "1 {\"a\":{\"b\":\"é/\",\"y\":[1e5,-0,true,null]},\"m\":12345678901234567890.0,\"z\":1.50}");
        assertThat(read("{\"a\":{},\"b\":[]}")).containsExactly("1 {\"a\":{},\"b\":[]}");
    }

    @Test
    void refusesBadLinesOneByOne() {
        List<String> rows =
                read("{\"id\":1}\n{\"id\":\n[1]\n7\n{\"id\":2} {\"id\":3}\nnull\nNaN\n{'id':1}\n{\"id\":4}");
        assertThat(rows.get(0)).isEqualTo("1 {\"id\":1}");
        assertThat(rows.get(1)).startsWith("2 bad_json: Unexpected end-of-input");
        assertThat(rows.get(2)).isEqualTo("3 not_an_object: a record is a JSON object, but this is an array");
        assertThat(rows.get(3)).isEqualTo("4 not_an_object: a record is a JSON object, but this is a single value");
        assertThat(rows.get(4)).isEqualTo("5 bad_json: more than one JSON value on the line");
        assertThat(rows.get(5)).startsWith("6 not_an_object");
        assertThat(rows.get(6)).startsWith("7 bad_json: Non-standard token 'NaN'");
        assertThat(rows.get(7)).startsWith("8 bad_json: Unexpected character (''' (code 39))");
        assertThat(rows.get(8)).isEqualTo("9 {\"id\":4}");
        assertThat(rows).hasSize(9);
    }

    @Test
    void refusesKeysThatComeTwice() {
        assertThat(read("{\"id\":1,\"a\":1,\"a\":1}\n{\"id\":2,\"a\":{\"b\":1,\"\\u0062\":2}}\n{\"id\":3}\n"))
                .containsExactly(
                        "1 bad_json: the key \"a\" comes twice in one object",
                        "2 bad_json: the key \"b\" comes twice in one object",
                        "3 {\"id\":3}");
    }

    @Test
    void refusesWhatNoTextCanHold() {
        assertThat(read("{\"id\":\"\\ud800\"}\n{\"\\udc00\":1}\n{\"id\":\"\\ud83d\\ude00\"}\n"))
                .containsExactly(
                        "1 bad_json: half of a surrogate pair, which is no character",
                        "2 bad_json: half of a surrogate pair, which is no character",
                        "3 {\"id\":\"😀\"}");
    }

    @Test
    void refusesDeepNestingAndEndlessNumbers() {
        String deep = "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}\n";
        String deeper = "{\"a\":" + "[".repeat(500_000) + "\n";
        String number = "{\"a\":" + "1".repeat(5000) + "}\n";
        List<String> rows = read(deep + deeper + number + "{\"id\":1}\n");
        assertThat(rows.get(0)).isEqualTo("1 bad_json: nested deeper than 100 levels");
        assertThat(rows.get(1)).startsWith("2 bad_json: Document nesting depth (1001) exceeds");
        assertThat(rows.get(2)).isEqualTo("3 bad_json: a number of 5000 digits; at most 1000");
        assertThat(rows.get(3)).isEqualTo("4 {\"id\":1}");
    }

    @Test
    void endsLinesAtLineFeedsOnly() {
        assertThat(read("{\"id\":\"a\u2028b\"}\r\n\n \t\r\n{\"id\":2}\r{\"id\":3}\n{\"id\":4}"))
                .containsExactly(
                        "1 {\"id\":\"a\u2028b\"}", "4 bad_json: more than one JSON value on the line", "5 {\"id\":4}");
    }

    @Test
    void refusesALineOfNulCharacters() {
        List<String> rows = read("\0\0\0\n{\"id\":1}\n");
        assertThat(rows.get(0)).startsWith("1 bad_json: ");
        assertThat(rows.get(1)).isEqualTo("2 {\"id\":1}");
    }

    @Test
    void skipsALineOfAnyLengthAndReadsOn() {
        assertThat(read(
                        new Repeated("{\"id\":1}\n{\"id\":\"", "x".repeat(100_000), "\"}\n{\"id\":3}\n", 3_000),
                        "jsonl"))
                .containsExactly("1 {\"id\":1}", "2 line_too_long: longer than 8388608 characters", "3 {\"id\":3}");
    }

    @Test
    void refusesMillionsOfTinyValues() {
        assertThat(read(new Repeated("{\"id\":[0", ",1", "]}\n{\"id\":2}\n", 2_000_000), "jsonl"))
                .containsExactly("1 record_too_long: longer than 8388608 characters", "2 {\"id\":2}");
    }

    @Test
    void hasNoRowsInAnEmptyFile() {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }
}
