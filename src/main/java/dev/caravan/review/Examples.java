package dev.caravan.review;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.RecordAnswers.Maker;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.Decisions.Labelled;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.OpenItems.Whereabouts;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decisions as labelled examples, a JSON line each: what came in, what a model said, what a person says is right. */
public final class Examples {
    private static final int PAGE = 500;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .build();

    private final Decisions decisions;
    private final OpenItems items;
    private final RecordAnswers answers;
    private final RecordBytes bytes;

    public Examples(Decisions decisions, OpenItems items, Spool spool, RecordAnswers answers) {
        this.decisions = decisions;
        this.items = items;
        this.answers = answers;
        this.bytes = new RecordBytes(spool, answers);
    }

    /** @param unreadable left out because their input or answer is not where the ledger says */
    public record Written(long examples, long unreadable) {}

    /**
     * From when on, as people write it: {@code 2026-11-01} or {@code 2026-11-01T08:00:00Z}, UTC; empty is always. Empty if it
     * is no time.
     */
    public static Optional<Instant> since(String text) {
        try {
            return Optional.of(
                    text.isEmpty()
                            ? Instant.EPOCH
                            : text.contains("T")
                                    ? Instant.parse(text)
                                    : LocalDate.parse(text)
                                            .atStartOfDay(ZoneOffset.UTC)
                                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes them in the order in which they were decided.
     *
     * @param approved also answers that were right as they were
     * @throws IOException if they can't be written
     */
    public Written write(String task, Instant since, boolean approved, Writer out) throws IOException {
        long written = 0;
        long unreadable = 0;
        long after = 0;
        List<Labelled> page;
        do {
            page = decisions.labelled(task, after, since, approved, PAGE);
            for (Labelled one : page) {
                after = one.id();
                if (write(task, one, out)) {
                    written++;
                } else {
                    unreadable++;
                }
            }
        } while (!page.isEmpty());
        return new Written(written, unreadable);
    }

    private boolean write(String task, Labelled one, Writer out) throws IOException {
        Whereabouts places = items.whereabouts(one.recordId()).orElse(null);
        if (places == null) {
            return false;
        }
        List<String> trouble = new ArrayList<>();
        byte[] input = bytes.input(places.input(), trouble).bytes();
        String said = places.attempts().stream()
                .filter(attempt -> attempt.no() == one.attempt())
                .findFirst()
                .map(attempt -> bytes.text(attempt, trouble).text())
                .orElse(null);
        String answer = said == null ? one.before() : said;
        String expected = one.after() == null ? answer : one.after();
        if (!trouble.isEmpty() || expected == null) {
            return false;
        }
        Maker maker = answers.maker(one.recipeId());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("task", task);
            json.writeStringField("source_id", one.sourceId());
            json.writeNumberField("prompt_version", maker.promptVersion());
            json.writeStringField("model", maker.model());
            value(json, "input", new String(input, StandardCharsets.UTF_8));
            value(json, "answer", answer);
            value(json, "expected", expected);
            json.writeStringField("reason", one.reason());
            json.writeStringField("actor", one.actor());
            json.writeStringField("at", one.at().toString());
            json.writeStringField("why", one.why());
            json.writeEndObject();
        }
        out.write('\n');
        return true;
    }

    /** As JSON where it is, else as text. */
    private static void value(JsonGenerator json, String field, @Nullable String value) throws IOException {
        json.writeFieldName(field);
        if (value == null) {
            json.writeNull();
        } else if (isJson(value)) {
            json.writeRawValue(value);
        } else {
            json.writeString(value);
        }
    }

    /** Of what the rules call no JSON some is one after all, such as a number that is too large; then it may have lines. */
    private static boolean isJson(String value) {
        try {
            return value.indexOf('\n') < 0
                    && value.indexOf('\r') < 0
                    && !JSON.readTree(value).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
