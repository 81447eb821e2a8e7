package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.ReviewRule;
import dev.caravan.task.Task;
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
        JsonNode value;
        byte[] json;
        try {
            value = parser.parse(answer);
            json = parser.compact(value);
        } catch (AnswerParser.NotJson e) {
            return Verdict.invalid("parse", e.reason());
        }
        Optional<Verdict> broken = (schema == null ? Optional.<Verdict>empty() : schema.check(value))
                .or(() -> echo.check(value, input))
                .or(() -> texts.check(value));
        return broken.orElseGet(() -> review(value, json, recordId));
    }

    /** The value of an answer that was judged valid before, as compact JSON; empty if it is no JSON at all. */
    public Optional<byte[]> value(String answer) {
        try {
            return Optional.of(parser.compact(parser.parse(answer)));
        } catch (AnswerParser.NotJson e) {
            return Optional.empty();
        }
    }

    private Verdict review(JsonNode value, byte[] json, long recordId) {
        Optional<String> reason = when == null ? Optional.empty() : when.reason(value);
        if (reason.isPresent()) {
            return Verdict.review("review.when", reason.get(), json);
        }
        return sample.has(recordId)
                ? Verdict.review("review.sample", "chosen at random (" + sample + ")", json)
                : Verdict.valid(json);
    }
}
