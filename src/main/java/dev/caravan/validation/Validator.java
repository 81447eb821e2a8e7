package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The output rules of one recipe, compiled. Thread-safe. docs/validation.md has their codes. */
public final class Validator {
    private final AnswerParser parser;
    private final @Nullable NonceRule nonce;
    private final @Nullable Sanitizing sanitizing;
    private final @Nullable SchemaRule schema;
    private final EchoRule echo;
    private final AmongRule among;
    private final TextRules texts;
    private final @Nullable CrossRules rules;
    private final ReviewReasons reviews;
    private final @Nullable PlainRules plain;

    private Validator(Task.Output output, Task.Review review) {
        String nonceField = output.nonceField();
        String published = output.publishedSchema();
        nonce = nonceField == null ? null : new NonceRule(nonceField);
        parser = new AnswerParser(output.lenientFences());
        sanitizing = output.texts().html() == Task.Html.SANITIZE ? new Sanitizing() : null;
        schema = published == null ? null : new SchemaRule(published);
        echo = new EchoRule(output.echo());
        among = new AmongRule(output.among());
        texts = new TextRules(output.texts());
        rules = published == null || output.rules().isEmpty() ? null : new CrossRules(output.rules(), published);
        reviews = new ReviewReasons(review);
        plain = PlainRules.of(output, review);
    }

    /**
     * Compiles the rules of a recipe; do it once and keep it.
     *
     * @throws IllegalArgumentException if a rule can't be compiled, which those of a bound recipe always can
     */
    public static Validator compile(Task.Output output, Task.Review review) {
        return new Validator(output, review);
    }

    /** Whether the input must be there to judge by; else any record does. */
    public boolean needsInput() {
        return echo.needsInput() || among.needsInput() || (rules != null && rules.needInput());
    }

    /** Whether answers must repeat the nonce of their prompt; else {@link Asked#nonce} may be anything. */
    public boolean needsNonce() {
        return nonce != null;
    }

    /**
     * Whether {@link #judge} would find an answer valid, with nothing to say about it, and {@link #value} give it as it is. Told
     * by one look at its bytes; false also where that is not enough.
     *
     * @param utf8 the answer in valid UTF-8, from 0 to {@code length}
     */
    public boolean passes(byte[] utf8, int length, Asked asked) {
        return plain != null && plain.pass(utf8, length, asked);
    }

    /** Whether {@link #value} would give these bytes as they are; false also where it takes more to find out. */
    public boolean isPublishedAsIs(byte[] utf8, int length) {
        return nonce == null && sanitizing == null && AnswerScan.isCompact(utf8, length);
    }

    /** Judges one whole answer; never throws because of what is in it. */
    public Verdict judge(String answer, Asked asked) {
        Findings findings = new Findings();
        try {
            Findings remarks = new Findings();
            JsonNode value = parser.parse(answer);
            JsonNode given = nonce == null ? null : nonce.take(value);
            if (nonce != null) {
                nonce.check(given, asked.nonce(), findings);
            }
            value = clean(value, remarks);
            byte[] asIs = asIs(answer);
            byte[] json = asIs == null ? parser.compact(value) : asIs;
            check(value, asked.input(), findings);
            return findings.none() ? reviews.of(value, json, asked, remarks) : findings.verdict();
        } catch (AnswerParser.NotJson e) {
            findings.add("parse", "", e.reason());
            return findings.verdict();
        }
    }

    /**
     * Every rule that a text breaks as an answer to a record, the first 50 of them. For pages that show an answer, and for
     * what a person writes in its place; so nobody asks for the nonce, nor what the review rules say.
     */
    public List<Finding> findings(String answer, CanonicalRecord input) {
        Findings findings = new Findings();
        try {
            JsonNode value = published(answer, new Findings());
            parser.compact(value);
            check(value, input, findings);
        } catch (AnswerParser.NotJson e) {
            findings.add("parse", "", e.reason());
        }
        return findings.list();
    }

    /** What is changed in an answer before it is published (code {@code sanitized}); empty if it is published as it is. */
    public List<Finding> remarks(String answer) {
        Findings remarks = new Findings();
        try {
            published(answer, remarks);
        } catch (AnswerParser.NotJson e) {
            return List.of();
        }
        return remarks.list();
    }

    /**
     * The value that is published of an answer that was judged valid before, as compact JSON: without the nonce, and cleaned
     * where the rules say so. Empty if it is no JSON at all.
     */
    public Optional<byte[]> value(String answer) {
        byte[] asIs = asIs(answer);
        if (asIs != null) {
            return Optional.of(asIs);
        }
        try {
            return Optional.of(parser.compact(published(answer, new Findings())));
        } catch (AnswerParser.NotJson e) {
            return Optional.empty();
        }
    }

    /** Null unless nothing is taken out of it, and to parse it and write it again would change no byte. */
    private byte @Nullable [] asIs(String answer) {
        byte[] utf8 = answer.getBytes(StandardCharsets.UTF_8);
        return isPublishedAsIs(utf8, utf8.length) && isWhole(answer, utf8) ? utf8 : null;
    }

    /** False for half a pair, which can't be encoded. */
    private static boolean isWhole(String answer, byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).equals(answer);
    }

    private JsonNode published(String answer, Findings remarks) throws AnswerParser.NotJson {
        JsonNode value = parser.parse(answer);
        if (nonce != null) {
            nonce.take(value);
        }
        return clean(value, remarks);
    }

    private JsonNode clean(JsonNode value, Findings remarks) {
        return sanitizing == null ? value : sanitizing.clean(value, remarks);
    }

    private void check(JsonNode value, CanonicalRecord input, Findings findings) {
        if (schema != null) {
            schema.check(value, findings);
        }
        echo.check(value, input, findings);
        among.check(value, input, findings);
        texts.check(value, findings);
        if (rules != null) {
            rules.check(value, input, findings);
        }
    }
}
