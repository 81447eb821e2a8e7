package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.ReviewRule;
import dev.caravan.task.Task;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The output rules of one recipe, compiled. Thread-safe. */
public final class Validator {
    private final AnswerParser parser;
    private final @Nullable SchemaRule schema;
    private final EchoRule echo;
    private final TextRules texts;
    private final @Nullable ReviewRule when;
    private final Sample sample;

    private Validator(Task.Output output, Task.Review review) {
        String schemaText = output.schema();
        String condition = review.when();
        parser = new AnswerParser(output.lenientFences());
        schema = schemaText == null ? null : new SchemaRule(schemaText);
        echo = new EchoRule(output.echo());
        texts = new TextRules(output.maxChars(), output.rejectHtml());
        when = condition == null ? null : ReviewRule.compile(condition);
        sample = new Sample(review.samplePercent());
    }

    /**
     * Compiles the rules of a recipe; do it once and keep it.
     *
     * @throws IllegalArgumentException if a rule can't be compiled, which those of a bound recipe always can
     */
    public static Validator compile(Task.Output output, Task.Review review) {
        return new Validator(output, review);
    }

    /**
     * Judges one whole answer; never throws because of what is in it.
     *
     * @param input the record the answer is for
     * @param recordId decides whether it is in the sample for review
     */
    public Verdict judge(String answer, CanonicalRecord input, long recordId) {
        Findings findings = new Findings();
        try {
            JsonNode value = parser.parse(answer);
            byte[] json = parser.compact(value);
            check(value, input, findings);
            return findings.none() ? review(value, json, recordId) : findings.verdict();
        } catch (AnswerParser.NotJson e) {
            findings.add("parse", "", e.reason());
            return findings.verdict();
        }
    }

    /**
     * Every rule that a text breaks as an answer to a record, the first 50 of them; the review rules are not asked. For pages
     * that show an answer, and for what a person writes in its place.
     */
    public List<Finding> findings(String answer, CanonicalRecord input) {
        Findings findings = new Findings();
        try {
            JsonNode value = parser.parse(answer);
            parser.compact(value);
            check(value, input, findings);
        } catch (AnswerParser.NotJson e) {
            findings.add("parse", "", e.reason());
        }
        return findings.list();
    }

    /** The value of an answer that was judged valid before, as compact JSON; empty if it is no JSON at all. */
    public Optional<byte[]> value(String answer) {
        try {
            return Optional.of(parser.compact(parser.parse(answer)));
        } catch (AnswerParser.NotJson e) {
            return Optional.empty();
        }
    }

    private void check(JsonNode value, CanonicalRecord input, Findings findings) {
        if (schema != null) {
            schema.check(value, findings);
        }
        echo.check(value, input, findings);
        texts.check(value, findings);
    }

    /** The sample comes first: it says how good all answers are, so it must not lose those that a rule takes too. */
    private Verdict review(JsonNode value, byte[] json, long recordId) {
        Optional<String> reason = when == null ? Optional.empty() : when.reason(value);
        if (sample.has(recordId)) {
            String too = reason.map(text -> "; also " + text).orElse("");
            return Verdict.review("review.sample", "chosen at random (" + sample + ")" + too, json);
        }
        return reason.map(text -> Verdict.review("review.when", text, json)).orElseGet(() -> Verdict.valid(json));
    }
}
