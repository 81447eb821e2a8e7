package dev.caravan.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.Languages;
import dev.caravan.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonce, HTML that is cleaned, languages, forbidden patterns, rules over several fields, alternatives. */
class NewRulesTest {
    private static final String SCHEMA = """
            {"type": "object",
             "properties": {
               "note": {"type": "string", "maxLength": 400},
               "net": {"type": "number"}, "total": {"type": ["number", "null"]},
               "tags": {"type": "array", "items": {"type": "string"}},
               "nonce": {"type": "string"}},
             "required": ["nonce"],
             "additionalProperties": false}
            """;
    private static final CanonicalRecord INPUT =
            JsonRecord.parse("{\"amount\":\"12.50\",\"vat\":2,\"name\":\"net\"}".getBytes(UTF_8));
    private static final Task.Review NONE = new Task.Review(null, 0, 3);

    private static Task.Texts texts(Task.Html html, List<String> languages, List<String> forbidden) {
        return new Task.Texts(html, 1000, languages, forbidden);
    }

    private static Validator validator(Task.Texts texts, String... rules) {
        return Validator.compile(new Task.Output(SCHEMA, 1, Map.of(), texts, List.of(rules), false), NONE);
    }

    private static Verdict judge(Validator validator, String fields) {
        return validator.judge("{\"nonce\":\"x\"" + fields + "}", new Asked(INPUT, 1, "abcd2345", false));
    }

    private static final Task.Texts PLAIN = texts(Task.Html.REJECT, List.of(), List.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"top":"a","scores":[{"label":"b"},{"label":"1"}]} | VALID ok
            {"top":null,"scores":[]}                           | VALID ok
            {"scores":[{"label":"a"},{"label":"c"}]}           | INVALID among: scores[1].label: must be one of the input's labels[].name (a, b, 1), but is "c"
            {"top":"A"}                                        | INVALID among: top: must be one of the input's labels[].name (a, b, 1), but is "A"
            {"top":["a"]}                                      | INVALID among: top: must be one of the input's labels[].name (a, b, 1), but is a list or an object
            {"top":7}                                          | INVALID schema.type: top: integer found, [string, null, array] expected
            """)
    void valuesAreAmongThoseThatTheInputOffers(String answer, String verdict) {
        String schema =
                "{'type':'object','properties':{'top':{'type':['string','null','array']},'scores':{'type':'array'}}}"
                        .replace('\'', '"');
        Map<String, String> among = Map.of("top", "labels[].name", "scores[].label", "labels[].name");
        Validator validator =
                Validator.compile(new Task.Output(schema, 1, Map.of(), among, PLAIN, List.of(), false), NONE);
        CanonicalRecord input = JsonRecord.parse(
                "{\"labels\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"rubric\":\"?\"},{\"name\":1}]}".getBytes(UTF_8));

        assertThat(validator.needsInput()).isTrue();
        assertThat(validator.judge(answer, new Asked(input, 1, "", false))).hasToString(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"nonce":"abcd2345","note":"n"}   | VALID ok
            {"nonce":" abcd2345 ","note":"n"} | VALID ok
            {"nonce":"abcd2346","note":"n"}   | INVALID nonce: nonce: must repeat "abcd2345", but is "abcd2346": the answer to another record
            {"nonce":7,"note":"n"}            | INVALID nonce: nonce: must repeat "abcd2345", but is "7": the answer to another record
            {"note":"n"}                      | INVALID nonce: nonce: is missing: nothing tells which record this answer is for
            {"nonce":"zz","note":7}           | INVALID nonce: nonce: must repeat "abcd2345", but is "zz": the answer to another record (and 1 more)
            """)
    void theNonceIsAskedForFirstAndNeverPublished(String answer, String verdict) {
        Validator validator = Validator.compile(
                new Task.Output(SCHEMA, 1, Map.of("nonce", Task.Output.NONCE), PLAIN, List.of(), false), NONE);
        Verdict given = validator.judge(answer, new Asked(INPUT, 1, "abcd2345", false));

        assertThat(given).hasToString(verdict);
        assertThat(validator.needsInput()).isFalse();
        if (given.kind() == Verdict.Kind.VALID) {
            assertThat(new String(given.value(), UTF_8)).isEqualTo("{\"note\":\"n\"}");
            assertThat(validator.value(answer)).hasValue(given.value());
            assertThat(validator.findings("{\"note\":\"n\"}", INPUT)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <b>bold</b> & more                                 | <b>bold</b> &amp; more
            hi<script>alert(1)</script>!                       | hi!
            <img src=x onerror=alert(1)>cat                    | cat
            <a href=\\"javascript:alert(1)\\">go</a>             | go
            <a href=\\"https://example.com\\" onclick=\\"x\\">go</a> | <a href=\\"https://example.com\\" rel=\\"nofollow\\">go</a>
            a <svg/onload=alert(1)> b                          | a  b
            """)
    void cleansHtmlAndSaysSo(String dirty, String clean) {
        Validator validator = validator(texts(Task.Html.SANITIZE, List.of(), List.of()));
        String answer = "{\"nonce\":\"x\",\"tags\":[\"a < b\",\"" + dirty + "\"]}";
        Verdict verdict = validator.judge(answer, new Asked(INPUT, 1, "", false));

        assertThat(verdict.code()).isEqualTo(clean.equals(dirty) ? "ok" : "sanitized");
        assertThat(verdict.detail()).isEqualTo("HTML was cleaned in tags[1]");
        assertThat(new String(verdict.value(), UTF_8))
                .isEqualTo("{\"nonce\":\"x\",\"tags\":[\"a < b\",\"" + clean + "\"]}");
        assertThat(validator.value(answer)).hasValue(verdict.value());
        assertThat(validator.remarks(answer))
                .containsExactly(
                        new Finding("sanitized", "tags[1]", "HTML was cleaned: what could do harm was taken out"));
        assertThat(validator.findings(answer, INPUT)).isEmpty();
    }

    @Test
    void aNameThatIsHtmlCanNotBeCleanedAndIsRefused() {
        String answer = "{\"a\":{\"<img src=x onerror=alert(1)>\":\"b\"}}";
        for (Task.Html html : Task.Html.values()) {
            Validator validator = Validator.compile(
                    new Task.Output(null, 1, Map.of(), texts(html, List.of(), List.of()), List.of(), false), NONE);
            assertThat(validator.judge(answer, new Asked(INPUT, 1, "", false)))
                    .hasToString(
                            html == Task.Html.ALLOW
                                    ? "VALID ok"
                                    : "INVALID html: a.<img src=x onerror=alert(1)>: the field's name contains HTML"
                                            + " (element img)");
        }
    }

    @Test
    void cleanedTextMustSatisfyTheSchemaAndReviewSaysThatItWasCleaned() {
        Task.Texts texts = texts(Task.Html.SANITIZE, List.of(), List.of());
        Validator validator = Validator.compile(
                new Task.Output(SCHEMA, 1, Map.of(), texts, List.of(), false), new Task.Review("net > 1", 0, 3));
        String long400 = "&".repeat(200);

        assertThat(judge(validator, ",\"note\":\"<b>" + long400 + "</b>\"").code())
                .isEqualTo("schema.maxLength");
        assertThat(judge(validator, ",\"net\":2,\"note\":\"<i onclick=x>a</i>\""))
                .hasToString("REVIEW review.when: net > 1; also HTML was cleaned in note");
    }

    @Test
    void refusesTextsInOtherLanguagesThatAreLongEnoughToTell() {
        Validator validator = validator(texts(Task.Html.ALLOW, List.of("en", "de"), List.of()));
        String german = "Der Kunde wurde für eine einzige Bestellung zweimal belastet und bittet um Rückzahlung.";
        String english = "The customer was charged twice for a single order and asks for the money back soon.";
        String french = "Le client a été débité deux fois pour une seule commande et demande un remboursement rapide.";
        String japanese = "お客様は一回の注文に対して二重に請求されたため、返金を希望しています。できるだけ早く対応してください。よろしくお願いいたします。ありがとうございます。";

        assertThat(judge(validator, ",\"note\":\"" + german + "\"")).hasToString("VALID ok");
        assertThat(judge(validator, ",\"note\":\"" + english + "\"")).hasToString("VALID ok");
        assertThat(judge(validator, ",\"note\":\"" + french + "\""))
                .hasToString("INVALID language: note: is in fr, not in en or de");
        assertThat(judge(validator, ",\"tags\":[\"" + japanese + "\"]"))
                .hasToString("INVALID language: tags[0]: is in ja, not in en or de");
        assertThat(judge(validator, ",\"note\":\"" + japanese.replace("一回", "1回") + "\""))
                .as("without spaces, one digit is not the whole text")
                .hasToString("INVALID language: note: is in ja, not in en or de");
        assertThat(judge(validator, ",\"note\":\"Le client demande.\"")).hasToString("VALID ok");
        assertThat(judge(validator, ",\"note\":\"" + "https://example.com/les/commandes/du/client ".repeat(5) + "\""))
                .hasToString("VALID ok");
    }

    @Test
    void knowsEveryLanguageThatItOffers() throws Exception {
        try (var in = NewRulesTest.class.getResourceAsStream("/langdetect-183.bin")) {
            var detector = new opennlp.tools.langdetect.LanguageDetectorME(
                    new opennlp.tools.langdetect.LanguageDetectorModel(in));
            var known = new TreeSet<>(List.of(detector.getSupportedLanguages()));

            assertThat(Languages.KNOWN.values().stream().flatMap(List::stream)).allMatch(known::contains);
        }
    }

    @Test
    @Timeout(60)
    void forbidsPatternsInTimeThatGrowsWithTheTextOnly() {
        Validator validator =
                validator(texts(Task.Html.ALLOW, List.of(), List.of("(?i)as an ai", "(a+)+$", "\\d{4} \\d{4}")));

        assertThat(judge(validator, ",\"note\":\"Sorry, as an AI I can't\""))
                .hasToString("INVALID forbidden: note: has what the pattern (?i)as an ai forbids");
        assertThat(judge(validator, ",\"tags\":[\"card 1234 5678\"]").code()).isEqualTo("forbidden");
        assertThat(judge(validator, ",\"note\":\"" + "a".repeat(390) + "!\"")).hasToString("VALID ok");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            total >= net                 | ,"net":5,"total":5      | VALID ok
            total >= net                 | ,"net":7,"total":5.50   | INVALID rule: net: breaks the rule total >= net (net = 7, total = 5.50)
            total >= net                 | ,"net":7,"total":null   | VALID ok
            total >= net                 | ,"net":7                | VALID ok
            net == input.amount          | ,"net":12.5             | VALID ok
            input.amount == net          | ,"net":12               | INVALID rule: net: breaks the rule input.amount == net (net = 12, input.amount = 12.50)
            net * 2 < input.vat + 1      | ,"net":1                | VALID ok
            net <= input.name            | ,"net":1                | INVALID rule: net: the rule net <= input.name can't be decided: input.name is "net", which is no number
            net <= input.gone            | ,"net":1                | INVALID rule: net: the rule net <= input.gone can't be decided: input.gone is "", which is no number
            contains(note, input.name)   | ,"note":"the net sum"   | VALID ok
            net / 0 > 1                  | ,"net":1                | INVALID rule: net: the rule net / 0 > 1 can't be decided: Division by zero
            total >= net                 | ,"net":"7","total":5    | INVALID schema.type: net: string found, number expected
            """)
    void comparesFieldsWithEachOtherAndWithTheInput(String rule, String fields, String verdict) {
        assertThat(judge(validator(PLAIN, rule), fields)).hasToString(verdict);
        assertThat(validator(PLAIN, rule).needsInput()).isEqualTo(rule.contains("input."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1E+2147483647", "1e-999999999", "0.1e99999", "123456789e9999999"})
    void numbersThatNobodyCanCalculateWithAreNoAnswer(String number) {
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            Verdict verdict = judge(validator(PLAIN, "total * net >= net + 1"), ",\"total\":1,\"net\":" + number);
            assertThat(verdict.code()).isEqualTo("parse");
        });
        assertThat(judge(validator(PLAIN), ",\"note\":\"" + number + "\"")).hasToString("VALID ok");
    }

    @Test
    void aPersonSeesWhatAnAlternativeModelSaid() {
        Task.Output output = new Task.Output(SCHEMA, 1, Map.of(), PLAIN, List.of(), false);
        String answer = "{\"nonce\":\"x\",\"net\":2}";
        Asked moved = new Asked(INPUT, 1, "", true);

        assertThat(Validator.compile(output, NONE).judge(answer, moved))
                .hasToString("REVIEW review.alternative: answered by the model that a deadline moved it to");
        assertThat(Validator.compile(output, new Task.Review("net > 1", 100, 3)).judge(answer, moved))
                .hasToString(
                        "REVIEW review.sample: chosen at random (sample of 100 %); also answered by the model that a"
                                + " deadline moved it to; also net > 1");
    }
}
