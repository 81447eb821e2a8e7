package dev.caravan.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorTest {
    private static final String SCHEMA = """
            {"type": "object",
             "properties": {
               "id": {"type": "string"},
               "category": {"enum": ["billing", "legal"]},
               "confidence": {"type": "number", "maximum": 1},
               "note": {"type": "string", "maxLength": 40},
               "tags": {"type": "array", "items": {"type": "string"}},
               "day": {"type": "string", "format": "date"}},
             "required": ["id", "category"],
             "additionalProperties": false}
            """;
    private static final CanonicalRecord INPUT = JsonRecord.parse("{\"n\":7,\"ticket\":\"T-1\"}".getBytes(UTF_8));

    private static Validator validator(@Nullable String when, double sample) {
        return Validator.compile(
                new Task.Output(SCHEMA, 1, Map.of("id", "ticket"), true, 20, false), new Task.Review(when, sample, 3));
    }

    private static Asked asked(long recordId) {
        return new Asked(INPUT, recordId, "", false);
    }

    private static String judge(String answer) {
        return validator(null, 0).judge(answer, asked(1)).toString();
    }

    @Test
    void givesTheAnswerAsCompactJsonWithNumbersAsTheyWere() {
        Verdict verdict = validator(null, 0)
                .judge(
                        " {\"id\": \"T-1\",\n \"category\":\"billing\", \"confidence\": 0.70, \"note\": \"ü 😀\"} ",
                        asked(1));

        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.VALID);
        assertThat(verdict.code()).isEqualTo("ok");
        assertThat(new String(verdict.value(), UTF_8))
                .isEqualTo("{\"id\":\"T-1\",\"category\":\"billing\",\"confidence\":0.70,\"note\":\"ü 😀\"}");
    }

    @Test
    void refusesAnExponentThatTheParserItselfCannotCount() {
        assertThat(judge("{\"id\":\"T-1\",\"category\":\"billing\",\"confidence\":1e99999999999999999999}"))
                .isEqualTo("INVALID parse: a number that is too large or too small to calculate with");
    }

    /** A name that no path of the library can have. */
    @Test
    void findsWhatIsBrokenBelowAnEmptyName() {
        String schema =
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}}";
        Validator validator =
                Validator.compile(new Task.Output(schema, 1, Map.of(), true, 20, false), new Task.Review(null, 0, 3));
        assertThat(validator.judge("{\"\":[\"a\",7]}", asked(1)).findings())
                .containsExactly(new Finding("schema.type", "[''][1]", "integer found, string expected"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                          | INVALID parse: the answer is empty
            Sure! {"id":"T-1"}                          | INVALID parse: not JSON: Unrecognized token 'Sure': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (line 1, column 5)
            {"id":"T-1","category":"billing"} {}        | INVALID parse: more text after the JSON value
            {"id":"T-1","id":"T-1","category":"legal"}  | INVALID parse: not JSON: Duplicate field 'id' (line 1, column 17)
            {"id":"T-1","category":"bil                 | INVALID parse: not JSON: Unexpected end-of-input: was expecting closing quote for a string value (line 1, column 28)
            {"id":"T-1","category":"billing"            | INVALID parse: not JSON: Unexpected end-of-input: expected close marker for Object (line 1, column 33)
            {"id":"\\ud83d","category":"legal"}         | INVALID parse: text that is not valid Unicode
            {"id":NaN}                                  | INVALID parse: not JSON: Non-standard token 'NaN' (line 1, column 10)
            """)
    void refusesWhatIsNotStrictJson(String answer, String verdict) {
        assertThat(judge(answer)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                    | INVALID schema.type: answer: array found, object expected
            {"id":"T-1"}                                          | INVALID schema.required: category: required property 'category' not found
            {"id":"T-1","category":"bill"}                        | INVALID schema.enum: category: does not have a value in the enumeration ["billing", "legal"]
            {"id":"T-1","category":"legal","confidence":1.5}      | INVALID schema.maximum: confidence: must have a maximum value of 1
            {"id":"T-1","category":"legal","extra":1}             | INVALID schema.additionalProperties: extra: property 'extra' is not defined in the schema and the schema does not allow additional properties
            {"id":"T-1","category":"legal","tags":["a",1]}        | INVALID schema.type: tags[1]: integer found, string expected
            {"id":"T-1","category":"legal","day":"soon"}          | INVALID schema.format: day: does not match the date pattern must be a valid RFC 3339 full-date
            {"id":"T-1","category":"legal","note":"12345678901234567890123456789012345678901"} | INVALID schema.maxLength: note: must be at most 40 characters long (and 1 more)
            {"id":1,"category":"bill"}                            | INVALID schema.type: id: integer found, string expected (and 2 more)
            """)
    void namesTheFieldAndTheRuleOfTheSchema(String answer, String verdict) {
        assertThat(judge(answer)).isEqualTo(verdict);
    }

    @Test
    void anAnswerForAnotherRecordIsInvalid() {
        assertThat(judge("{\"id\":\"T-2\",\"category\":\"legal\"}"))
                .isEqualTo("INVALID echo: id: must repeat the input's ticket \"T-1\", but is \"T-2\"");
        Task.Output number = new Task.Output(null, 1, Map.of("n", "n"), true, 100, false);
        Validator validator = Validator.compile(number, new Task.Review(null, 0, 3));

        assertThat(validator.judge("{\"n\":7}", asked(1)).kind()).isEqualTo(Verdict.Kind.VALID);
        assertThat(validator.judge("{\"n\":\"7\"}", asked(1)).kind()).isEqualTo(Verdict.Kind.VALID);
        assertThat(validator.judge("{}", asked(1)).toString())
                .isEqualTo("INVALID echo: n: must repeat the input's n \"7\", but is \"\"");
    }

    @Test
    void namesEveryBrokenRuleAndTheFirstOneDecides() {
        String answer =
                "{\"id\":\"T-2\",\"category\":\"bill\",\"tags\":[\"ok\",\"<b>bold and far too long</b>\"],\"more\":[{}]}";
        Verdict verdict = validator(null, 0).judge(answer, asked(1));

        assertThat(verdict.code()).isEqualTo("schema.enum");
        assertThat(verdict.findings().stream().map(one -> one.code() + " " + one.field()))
                .containsExactly(
                        "schema.enum category",
                        "schema.additionalProperties more",
                        "echo id",
                        "too_long tags[1]",
                        "html tags[1]");
        assertThat(validator("category == \"legal\"", 100).findings(answer, INPUT))
                .isEqualTo(verdict.findings());
        assertThat(validator(null, 0).findings("no", INPUT).stream().map(Finding::code))
                .containsExactly("parse");
        assertThat(validator(null, 0).findings("{\"id\":\"T-1\",\"category\":\"legal\"}", INPUT))
                .isEmpty();
    }

    @Test
    void keepsFiftyFindingsAndCountsAll() {
        String tags = "7,".repeat(499) + "7";
        Verdict verdict =
                validator(null, 0).judge("{\"id\":\"T-1\",\"category\":\"legal\",\"tags\":[" + tags + "]}", asked(1));

        assertThat(verdict.findings()).hasSize(50);
        assertThat(verdict.detail()).isEqualTo("tags[0]: integer found, string expected (and 499 more)");
    }

    @Test
    void putsWhatIsWrongWithTheRecordBeforeWhatItsAnswerBreaks() {
        List<Finding> ofAnswer = validator(null, 0).findings("{\"id\":\"T-1\"}", INPUT);

        assertThat(Finding.of("truncated", "stopped at 100 tokens", ofAnswer))
                .containsExactly(new Finding("truncated", "", "stopped at 100 tokens"), ofAnswer.get(0));
        assertThat(Finding.of("schema.required", "category: …", ofAnswer)).isEqualTo(ofAnswer);
        assertThat(Finding.of("review.sample", "chosen", List.of())).isEmpty();
        assertThat(Finding.of("publish.unmatched", "no rule", List.of())).isEmpty();
    }

    @Test
    void theSampleKeepsItsRecordsThatARuleWouldTakeToo() {
        Verdict verdict = validator("confidence < 0.7", 100)
                .judge("{\"id\":\"T-1\",\"category\":\"legal\",\"confidence\":0.5}", asked(1));

        assertThat(verdict)
                .hasToString("REVIEW review.sample: chosen at random (sample of 100 %); also confidence < 0.7");
    }

    @Test
    void refusesHtmlAndLongTextsAnywhere() {
        assertThat(judge("{\"id\":\"T-1\",\"category\":\"legal\",\"tags\":[\"ok\",\"<b>bold</b>\"]}"))
                .isEqualTo("INVALID html: tags[1]: contains HTML (an end tag)");
        assertThat(judge("{\"id\":\"T-1\",\"category\":\"legal\",\"note\":\"a < b <3\"}"))
                .isEqualTo("VALID ok");
        assertThat(judge("{\"id\":\"T-1\",\"category\":\"legal\",\"note\":\"123456789012345678901\"}"))
                .isEqualTo("INVALID too_long: note: 21 characters, at most 20 allowed");
        assertThat(judge("{\"id\":\"T-1\",\"category\":\"legal\",\"note\":\"" + "😀".repeat(20) + "\"}"))
                .isEqualTo("VALID ok");
    }

    @Test
    void readsCodeFencesOnlyWhenTheTaskIsLenient() {
        String fenced = "```json\n{\"a\": 1}\n```\n";
        Task.Review none = new Task.Review(null, 0, 3);
        Validator strict = Validator.compile(new Task.Output(null, 1, Map.of(), true, 100, false), none);
        Validator lenient = Validator.compile(new Task.Output(null, 1, Map.of(), true, 100, true), none);

        assertThat(strict.judge(fenced, asked(1)).code()).isEqualTo("parse");
        assertThat(new String(lenient.judge(fenced, asked(1)).value(), UTF_8)).isEqualTo("{\"a\":1}");
        assertThat(lenient.judge("Here: " + fenced, asked(1)).code()).isEqualTo("parse");
        assertThat(lenient.judge("```json\n{\"a\": 1}```", asked(1)).code()).isEqualTo("parse");
        assertThat(lenient.judge("```json {\"a\": 1}\n\n```", asked(1)).code()).isEqualTo("parse");
        assertThat(new String(
                        lenient.judge("\n```\n\n {\"a\":\n1}\n  ```", asked(1)).value(), UTF_8))
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void aFenceThatNeverEndsIsJudgedAtOnce() {
        Validator lenient =
                Validator.compile(new Task.Output(null, 1, Map.of(), true, 100, true), new Task.Review(null, 0, 3));
        String lost = "```json\n" + "\n".repeat(20_000) + "and so on";

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(lenient.judge(lost, asked(1)).code()).isEqualTo("parse"));
    }

    @Test
    void sendsAnswersToReviewWithTheirValue() {
        Verdict low = validator("confidence < 0.7", 0)
                .judge("{\"id\":\"T-1\",\"category\":\"legal\",\"confidence\":0.5}", asked(1));
        Verdict missing = validator("confidence < 0.7", 0).judge("{\"id\":\"T-1\",\"category\":\"legal\"}", asked(1));

        assertThat(low.toString()).isEqualTo("REVIEW review.when: confidence < 0.7");
        assertThat(new String(low.value(), UTF_8))
                .isEqualTo("{\"id\":\"T-1\",\"category\":\"legal\",\"confidence\":0.5}");
        assertThat(missing.toString()).isEqualTo("REVIEW review.when: \"confidence\" is missing: confidence < 0.7");
    }

    @Test
    void samplesByRecordIdTheSameWayEveryTime() {
        Validator two = validator(null, 2);
        String answer = "{\"id\":\"T-1\",\"category\":\"legal\"}";
        long[] chosen = LongStream.rangeClosed(1, 20_000)
                .parallel()
                .filter(id -> two.judge(answer, asked(id)).kind() == Verdict.Kind.REVIEW)
                .toArray();

        assertThat(chosen.length).isBetween(340, 460);
        assertThat(two.judge(answer, asked(chosen[0])).toString())
                .isEqualTo("REVIEW review.sample: chosen at random (sample of 2 %)");
        assertThat(LongStream.of(chosen)
                        .allMatch(id ->
                                validator(null, 2).judge(answer, asked(id)).kind() == Verdict.Kind.REVIEW))
                .isTrue();
        assertThat(validator(null, 100).judge(answer, asked(5)).kind()).isEqualTo(Verdict.Kind.REVIEW);
    }

    @Test
    void survivesHostileAnswers() {
        assertThat(judge("[".repeat(5000)).substring(0, 23)).isEqualTo("INVALID parse: not JSON");
        assertThat(judge("{\"id\":" + "9".repeat(5000) + "}").substring(0, 23)).isEqualTo("INVALID parse: not JSON");
        assertThat(judge("{\"id\":\"T-1\",\"category\":\"" + "x".repeat(100_000) + "\"}")
                        .length())
                .isLessThan(700);
    }
}
