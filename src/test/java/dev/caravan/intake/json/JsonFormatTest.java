package dev.caravan.intake.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.Repeated;
import dev.caravan.intake.TextualFormatContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonFormatTest extends TextualFormatContract {
    private static final String SHAPE =
            "; a .json file is one array of objects: [{…}, {…}] (one object a line is .jsonl)";

    @Override
    protected RecordFormat format() {
        return new JsonFormat();
    }

    @Override
    protected String name() {
        return "json";
    }

    @Override
    protected int firstLine() {
        return 2;
    }

    @Override
    protected String file(List<String> ids, List<String> texts) {
        StringBuilder file = new StringBuilder("[");
        for (int i = 0; i < ids.size(); i++) {
            file.append(i == 0 ? "\n" : ",\n")
                    .append("{\"id\": \"")
                    .append(ids.get(i))
                    .append("\", \"text\": \"");
            file.append(JsonStringEncoder.getInstance().quoteAsString(texts.get(i)))
                    .append("\"}");
        }
        return file + "\n]\n";
    }

    @Test
    void namesTheLineOnWhichARecordBegins() {
        assertThat(read("\n[\n  {\n \"id\": 1\n },\n\n  {\"id\": 2}, {\"id\":\n3}]"))
                .containsExactly("3 {\"id\":1}", "7 {\"id\":2}", "7 {\"id\":3}");
    }

    @Test
    void refusesElementsThatAreNoRecordsAndReadsOn() {
        assertThat(
                        read(
                                "[1,\n[{\"id\":1}],\nnull,\n{\"id\":1,\"id\":2},\n{\"a\":{\"b\":[{\"c\":1,\"c\":2}]}, \"d\":[1]},\n{\"id\":9}]"))
                .containsExactly(
                        "1 not_an_object: a record is a JSON object, but this is a single value",
                        "2 not_an_object: a record is a JSON object, but this is an array",
                        "3 not_an_object: a record is a JSON object, but this is a single value",
                        "4 bad_json: the key \"id\" comes twice in one object",
                        "5 bad_json: the key \"c\" comes twice in one object",
                        "6 {\"id\":9}");
    }

    @Test
    void endsAtASyntaxErrorWithItsLine() {
        List<String> rows = read("[{\"id\":1},\n{\"id\":2},\n{\"id\" 3}]");
        assertThat(rows.subList(0, 2)).containsExactly("1 {\"id\":1}", "2 {\"id\":2}");
        assertThat(rows.get(2)).startsWith("! line 3: not valid JSON: Unexpected character ('3'");
        assertThat(read("[{\"id\":1},\n{\"id\":2}").get(2))
                .startsWith("! line 2: not valid JSON: Unexpected end-of-input");
    }

    @Test
    void refusesFilesThatAreNoArray() {
        assertThat(read("{\"id\":1}")).containsExactly("! line 1: the file is not an array" + SHAPE);
        assertThat(read("\n\n7")).containsExactly("! line 3: the file is not an array" + SHAPE);
        assertThat(read(" \n")).containsExactly("! line 1: the file is empty" + SHAPE);
        assertThat(read("")).containsExactly("! line 1: the file is empty" + SHAPE);
        assertThat(read("id,text").get(0)).startsWith("! line 1: not valid JSON: Unrecognized token 'id'");
    }

    @Test
    void refusesWhatFollowsTheArray() {
        assertThat(read("[{\"id\":1}]\n[{\"id\":2}]"))
                .containsExactly("1 {\"id\":1}", "! line 2: something follows the end of the array");
        assertThat(read("[]\n\n")).isEmpty();
    }

    @Test
    void endsAtATextOfAnyLength() {
        List<String> rows = read(new Repeated("[{\"id\":1},{\"id\":\"", "x".repeat(100_000), "\"}]", 3_000), "json");
        assertThat(rows.get(0)).isEqualTo("1 {\"id\":1}");
        assertThat(rows.get(1))
                .startsWith("! line 1: not valid JSON: String value length")
                .contains("8388608");
        assertThat(rows).hasSize(2);
    }

    @Test
    void refusesALargeRecordOfManyValuesAndReadsOn() {
        assertThat(read(
                        new Repeated("[{\"id\":[0", ",\"" + "x".repeat(1000) + "\"", "]},{\"id\":2}]", 100_000),
                        "json"))
                .containsExactly("1 record_too_long: longer than 8388608 characters", "1 {\"id\":2}");
    }

    @Test
    void endsAtNestingWithoutEnd() {
        assertThat(read(new Repeated("[{\"a\":", "[", "", 50_000_000), "json").get(0))
                .startsWith("! line 1: not valid JSON: Document nesting depth (1001) exceeds");
    }
}
