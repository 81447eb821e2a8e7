package dev.caravan.console.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.console.review.FieldSpec.Kind;
import dev.caravan.validation.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Whatever an answer holds, a form that comes back unchanged gives the same answer. */
class EditFormTest {
    private static final String SCHEMA = """
            {"type": "object", "required": ["id", "level"], "properties": {
              "id": {"type": "string"}, "note": {"type": ["string", "null"]},
              "level": {"enum": [1, 2, "high", null]}, "sure": {"type": "boolean"}, "score": {"type": "number"},
              "tags": {"type": "array", "items": {"type": "string"}}, "sizes": {"type": "array", "items": {"type": "integer"}},
              "topics": {"type": "array", "items": {"enum": ["a", "b"]}},
              "who": {"type": "object", "properties": {"a/b": {"type": "string"}, "deep": {"type": "object",
                "properties": {"c.d": {"type": "integer"}}}}},
              "rows": {"type": "array", "items": {"type": "object"}}, "any": {"anyOf": [{"type": "string"}]}}}
            """;

    private static List<FieldSpec> fields(@Nullable String schema, @Nullable String answer) {
        return FieldSpec.of(Leaves.parse(schema), Leaves.parse(answer));
    }

    /** What a browser sends of a form that nobody touched. */
    private static MultiValueMap<String, String> untouched(List<FieldSpec> fields, @Nullable String answer) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        JsonNode value = Leaves.parse(answer);
        for (FieldSpec spec : fields) {
            FormField field = FormField.of(spec, value, List.of(), List.of(), null);
            if (field.ticks() || field.select()) {
                field.options().stream()
                        .filter(FormField.Option::chosen)
                        .forEach(option -> form.add(field.name(), option.value()));
            } else {
                form.add(field.name(), field.text().replace("\n", "\r\n"));
            }
        }
        return form;
    }

    private static String roundTrip(@Nullable String schema, String answer) {
        List<FieldSpec> fields = fields(schema, answer);
        return EditReader.read(fields, untouched(fields, answer), Leaves.parse(answer))
                .value()
                .toString();
    }

    @Test
    void aFormThatNobodyTouchedChangesNothing() {
        for (String answer : List.of(
                "{\"id\":\"\",\"note\":null,\"level\":null,\"sure\":false,\"score\":0.10,\"tags\":[],\"sizes\":[1,2],"
                        + "\"topics\":[\"b\"],\"who\":{\"a/b\":\"x\",\"deep\":{\"c.d\":7}},\"rows\":[{\"x\":1}],\"any\":\"y\"}",
                "{\"id\":\"a\\nb\",\"level\":\"high\",\"tags\":[\"two\\nlines\",\" blank \",\"\"]}",
                "{\"id\":\"1\",\"level\":2,\"topics\":[\"c\",\"a\",\"c\"],\"extra\":{\"not\":\"known\"}}",
                "{\"id\":7,\"level\":\"no such\",\"sure\":\"yes\",\"score\":\"many\",\"who\":[1],\"tags\":\"one\"}",
                "{\"level\":1,\"score\":12345678901234567890123.5}")) {
            assertThat(Leaves.parse(roundTrip(SCHEMA, answer))).isEqualTo(Leaves.parse(answer));
        }
    }

    @Test
    void withoutASchemaTheWholeAnswerIsWrittenAsJson() {
        assertThat(fields(null, "[1,2]"))
                .singleElement()
                .extracting(FieldSpec::kind)
                .isEqualTo(Kind.JSON);
        assertThat(roundTrip(null, "[1,{\"a\":null}]")).isEqualTo("[1,{\"a\":null}]");
        assertThat(roundTrip("{\"type\":\"string\"}", "\"text\"")).isEqualTo("\"text\"");
    }

    @Test
    void eachKindOfValueHasItsField() {
        assertThat(fields(SCHEMA, null))
                .extracting(field -> field.path() + " " + field.kind())
                .containsExactly(
                        "id TEXT",
                        "note TEXT",
                        "level CHOICE",
                        "sure BOOLEAN",
                        "score NUMBER",
                        "tags LINES",
                        "sizes LINES",
                        "topics CHOICES",
                        "who.a/b TEXT",
                        "who.deep.c.d NUMBER",
                        "rows JSON",
                        "any JSON");
    }

    @Test
    void emptyFieldsAreLeftOutUnlessTheyWereEmptiedAndTheSchemaWantsThem() {
        String answer = "{\"id\":\"x\",\"sure\":true}";
        List<FieldSpec> fields = fields(SCHEMA, answer);
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        fields.forEach(field -> form.add(field.parameter(), field.kind() == Kind.CHOICES ? null : ""));
        form.remove("v/topics");
        assertThat(EditReader.read(fields, form, null).value()).hasToString("{}");
        assertThat(EditReader.read(fields, form, Leaves.parse(answer)).value()).hasToString("{\"id\":\"\"}");
    }

    @Test
    void whatIsNoNumberGoesToTheRulesAndWhatIsNoJsonToldAtItsField() {
        List<FieldSpec> fields = fields(SCHEMA, null);
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("v/score", "1,5");
        form.add("v/sizes", "1\r\ntwo\r\n");
        form.add("v/rows", "[1,]");
        form.add("v/who/a~1b", "slash");
        EditReader.Edited edited = EditReader.read(fields, form, null);
        assertThat(edited.value()).hasToString("{\"score\":\"1,5\",\"sizes\":[1,\"two\"],\"who\":{\"a/b\":\"slash\"}}");
        assertThat(edited.findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.code() + " " + finding.field()).isEqualTo("parse rows"));
        form.set("v/rows", "[{\"a\": 1, \"a\": 2}]");
        assertThat(EditReader.read(fields, form, null).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("Duplicate field 'a'"));
    }

    @Test
    void aFindingStandsAtTheFieldThatHoldsIt() {
        List<Marks> rows = Marks.answer(
                "{\"tags\":[\"a\"],\"who\":{\"name\":\"x\"}}",
                List.of(
                        new Finding("schema.maxLength", "tags[0]", "too long"),
                        new Finding("schema.required", "category", "is missing"),
                        new Finding("schema.type", "who", "must be a string"),
                        new Finding("html", "tagsy", "not this one")),
                List.of(new Finding("sanitized", "tags[0]", "cleaned")));
        assertThat(rows)
                .extracting(row -> row.field() + " " + row.findings().size() + " "
                        + row.remarks().size())
                .containsExactly("tags 1 1", "who.name 1 0", "category 1 0", "tagsy 1 0");
    }
}
