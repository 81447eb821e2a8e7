package dev.caravan.validation;

import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Output rules that can be judged by the bytes of an answer: the common part of a schema, what is echoed, length and markup of
 * texts. They say yes where nothing is broken, and no also where all the rules have to look. Thread-safe.
 */
final class PlainRules {
    private static final byte[] NOTHING = new byte[0];

    private final Shape shape;
    private final int mostChars;
    private final boolean html;
    private final byte[][] echo;
    private final String[] repeated;
    private final Sample sample;

    private PlainRules(Shape shape, Task.Output output, Map<String, String> echo, Sample sample) {
        this.shape = shape;
        this.mostChars = output.texts().maxChars();
        this.html = output.texts().html() == Task.Html.ALLOW;
        this.echo = echo.keySet().stream()
                .map(field -> field.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.repeated = echo.values().toArray(String[]::new);
        this.sample = sample;
    }

    /** Null if the rules of a recipe are of another kind. */
    static @Nullable PlainRules of(Task.Output output, Task.Review review) {
        Task.Texts texts = output.texts();
        boolean plain = output.nonceField() == null
                && output.among().isEmpty()
                && output.rules().isEmpty()
                && texts.html() != Task.Html.SANITIZE
                && texts.forbidden().isEmpty()
                && texts.languages().isEmpty()
                && review.when() == null;
        String schema = output.publishedSchema();
        Optional<Shape> shape = schema == null ? Optional.of(Shape.ANY) : ShapeReader.read(schema);
        return plain && shape.isPresent()
                ? new PlainRules(shape.get(), output, new TreeMap<>(output.echo()), new Sample(review.samplePercent()))
                : null;
    }

    /**
     * Whether an answer breaks no rule, needs nobody who looks at it, and is published as it stands.
     *
     * @param utf8 valid UTF-8 from 0 to {@code length}
     */
    boolean pass(byte[] utf8, int length, Asked asked) {
        return !asked.alternative()
                && !sample.has(asked.recordId())
                && AnswerScan.fits(
                        utf8, length, shape, new AnswerScan.Demands(mostChars, html, echo, texts(asked.input())));
    }

    /** As they stand between their quotes: whatever has the same bytes there says the same. */
    private byte[][] texts(CanonicalRecord input) {
        byte[][] texts = new byte[repeated.length][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = input.escaped(repeated[i]).orElse(NOTHING);
        }
        return texts;
    }
}
