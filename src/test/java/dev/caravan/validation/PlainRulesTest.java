package dev.caravan.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.Task;
import dev.caravan.testkit.JsonMutations;
import dev.caravan.testkit.Mutations;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The short look at an answer lets nothing pass that the long one finds anything in. */
class PlainRulesTest {
    private static final int SCHEMAS = 1_500;
    private static final int ANSWERS = 20;
    private static final Task.Review NO_REVIEW = new Task.Review(null, 0, 3);
    private static final String TICKET = """
            {"type": "object",
             "properties": {
               "id": {"type": "string"},
               "kind": {"type": "string", "enum": ["bug", "question"]},
               "score": {"type": "number", "minimum": 0, "maximum": 1},
               "tags": {"type": "array", "items": {"type": "string", "maxLength": 4}, "maxItems": 2},
               "note": {"anyOf": [{"$ref": "#/$defs/note"}, {"type": "null"}]}},
             "required": ["id", "kind"],
             "additionalProperties": false,
             "$defs": {"note": {"type": "object", "properties": {"by": {"type": "string", "pattern": "^[a-z]+$"}}}}}
            """;

    private static Validator ticket(Task.Review review) {
        return Validator.compile(new Task.Output(TICKET, 1, Map.of("id", "ticket"), true, 40, false), review);
    }

    private static Asked asked(String input) {
        return new Asked(JsonRecord.parse(input.getBytes(UTF_8)), 1, "", false);
    }

    private static boolean passes(Validator validator, String answer, Asked asked) {
        byte[] utf8 = answer.getBytes(UTF_8);
        return validator.passes(utf8, utf8.length, asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"T-1\",\"kind\":\"bug\"}",
                "{\"kind\":\"question\",\"id\":\"T-1\",\"score\":0.50,\"tags\":[\"a\",\"üöä😀\"],\"note\":{\"by\":\"ann\",\"x\":[1]}}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"score\":1,\"tags\":[],\"note\":null}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"note\":{\"text\":\"say \\\"hi\\\"\\n\"}}"
            })
    void letsAUsualAnswerPassAtFirstSight(String answer) {
        assertThat(passes(ticket(NO_REVIEW), answer, asked("{\"ticket\":\"T-1\"}")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "\"T-1\"",
                "{\"id\":\"T-2\",\"kind\":\"bug\"}",
                "{\"id\":\"T-1\",\"kind\":\"legal\"}",
                "{\"id\":\"T-1\"}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"kind\":\"bug\"}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"k\\u0069nd\":\"bug\"}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"more\":1}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"score\":1.01}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"score\":-0.01}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"score\":1e400}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"score\":\"1\"}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"tags\":[\"a\",\"b\",\"c\"]}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"tags\":[\"abcde\"]}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"note\":{\"by\":\"Ann\"}}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"note\":{\"x\":\"<b>\"}}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"note\":{\"<b>\":1}}",
                "{\"id\":\"T-1\",\"kind\":\"bug\",\"note\":{\"x\":\"a text of more than forty characters, by two\"}}",
                "{\"id\":\"T-1\",\"kind\":\"bug\"} ",
                "{\"id\":\"T-1\",\"kind\":\"bug\"}{}",
                "{\"id\":\"T-1\", \"kind\":\"bug\"}",
                "{\"id\":\"T-1\",\"kind\":\"bug\""
            })
    void leavesTheRestToTheLongLook(String answer) {
        assertThat(passes(ticket(NO_REVIEW), answer, asked("{\"ticket\":\"T-1\"}")))
                .isFalse();
    }

    @Test
    void comparesWhatIsRepeatedAsItIsWritten() {
        Validator validator = ticket(NO_REVIEW);
        String said = "{\"id\":\"say \\\"ü\\\"\",\"kind\":\"bug\"}";
        assertThat(passes(validator, said, asked("{\"ticket\":\"say \\\"ü\\\"\"}")))
                .isTrue();
        assertThat(passes(validator, "{\"id\":\"7\",\"kind\":\"bug\"}", asked("{\"ticket\":7}")))
                .isTrue();
        assertThat(passes(validator, "{\"id\":\"\",\"kind\":\"bug\"}", asked("{\"ticket\":null}")))
                .isTrue();
        assertThat(passes(validator, "{\"id\":\"\",\"kind\":\"bug\"}", asked("{}")))
                .isTrue();
        assertThat(passes(validator, "{\"id\":\"x\",\"kind\":\"bug\"}", asked("{}")))
                .isFalse();
    }

    @Test
    void letsNothingPassThatAPersonIsToSee() {
        String answer = "{\"id\":\"T-1\",\"kind\":\"bug\"}";
        Asked asked = asked("{\"ticket\":\"T-1\"}");
        assertThat(passes(ticket(new Task.Review(null, 100, 3)), answer, asked)).isFalse();
        assertThat(passes(ticket(new Task.Review("score < 0.5", 0, 3)), answer, asked))
                .isFalse();
        assertThat(passes(ticket(NO_REVIEW), answer, new Asked(asked.input(), 1, "", true)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"null\"}]} | \"a\"",
                "{\"type\": \"array\", \"uniqueItems\": true} | [1,1]",
                "{\"enum\": [1, 2]} | 1",
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"string\"} | \"a\"",
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}}}} | {\"a\":{}}",
                "{\"required\": [\"a\"]} | {\"a\":1}",
                "{\"maximum\": 12345678901234567890} | 1"
            })
    void leavesSchemasThatSayMoreToTheValidator(String schema, String answer) {
        Validator validator = Validator.compile(new Task.Output(schema, 1, Map.of(), true, 40, false), NO_REVIEW);
        assertThat(passes(validator, answer, asked("{}"))).isFalse();
        assertThat(ShapeReader.read(schema)).isEmpty();
    }

    /** Definitions that double each time are given up, and not written out. */
    @Test
    void leavesASchemaThatWouldGrowToTheValidator() {
        StringBuilder schema = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
        for (int i = 0; i < 15; i++) {
            String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
            schema.append("\"d" + i + "\":{\"properties\":{\"a\":" + next + ",\"b\":" + next + "}},");
        }
        assertThat(ShapeReader.read(schema + "\"d15\":{\"type\":\"string\"}}}")).isEmpty();
    }

    @Test
    void agreesWithTheValidatorWhereItSaysYes() {
        var random = new Random(23);
        var schemas = new RandomSchema(random);
        var values = new JsonMutations(random);
        var damage = new Mutations(random);
        int valid = 0;
        int passed = 0;
        for (int i = 0; i < SCHEMAS; i++) {
            JsonNode schema = schemas.schema();
            Map<String, String> echo = random.nextInt(4) == 0 ? Map.of("id", "id") : Map.of();
            Validator validator = Validator.compile(
                    new Task.Output(schema.toString(), 1, echo, random.nextBoolean(), 20, random.nextBoolean()),
                    NO_REVIEW);
            for (int j = 0; j < ANSWERS; j++) {
                String good = schemas.answer(schema, schema);
                String answer = j % 4 == 0 ? values.of(good) : j % 4 == 1 ? damaged(damage, good) : good;
                Asked asked = asked("{\"id\":\"" + List.of("a", "T-1", "ü😀").get(random.nextInt(3)) + "\"}");
                byte[] utf8 = answer.getBytes(UTF_8);
                Verdict verdict = validator.judge(answer, asked);
                boolean asItIs = verdict.equals(Verdict.valid(utf8)) && new String(utf8, UTF_8).equals(answer);
                boolean passes = new String(utf8, UTF_8).equals(answer) && passes(validator, answer, asked);
                assertThat(asItIs || !passes)
                        .as("schema %s, answer %s: %s", schema, answer, verdict)
                        .isTrue();
                valid += asItIs ? 1 : 0;
                passed += passes ? 1 : 0;
            }
        }
        assertThat(valid).isGreaterThan(SCHEMAS * ANSWERS / 10);
        assertThat(passed).isGreaterThan(valid / 2);
    }

    private static String damaged(Mutations damage, String good) {
        return new String(damage.of(good.getBytes(UTF_8)).bytes(), UTF_8);
    }
}
