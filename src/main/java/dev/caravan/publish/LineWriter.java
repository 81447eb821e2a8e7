package dev.caravan.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Publications.Publication;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes the lines of a publication: one JSON object each, keys in the order that docs/outputs.md gives. */
final class LineWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MICROS_DIGITS = 6;

    private final Publication publication;
    private final String task;
    private final boolean reviewer;
    private final Provenance provenance;
    private final JsonGenerator json;

    /** @param reviewer whether lines name who approved or edited */
    LineWriter(Publication publication, String task, boolean reviewer, Provenance provenance, OutputStream out)
            throws IOException {
        this.publication = publication;
        this.task = task;
        this.reviewer = reviewer;
        this.provenance = provenance;
        json = JSON.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .setRootValueSeparator(new SerializedString(""));
    }

    void write(Member member, byte[] answer) throws IOException {
        write(member, answer, null);
    }

    /**
     * Why a record is no result.
     *
     * @param reason why a person looked at it; @param why what that person said; @param answer what is no JSON
     */
    record Rejected(
            String reason,
            @Nullable String why,
            String by,
            Instant at,
            @Nullable String answer) {}

    void write(Member member, byte[] answer, @Nullable Rejected rejected) throws IOException {
        var recipe = provenance.recipe(member.recipeId());
        json.writeStartObject();
        json.writeStringField("source_id", member.sourceId());
        json.writeStringField("task", task);
        json.writeNumberField("revision", member.revision());
        json.writeFieldName("result");
        json.writeRawValue(new RawJson(answer));
        json.writeNumberField("prompt_version", recipe.version());
        json.writeNumberField("schema_version", recipe.schemaVersion());
        json.writeStringField("provider", recipe.provider());
        json.writeStringField("model", recipe.model());
        json.writeNumberField("attempt", member.attempt());
        Publications.Decided decided = member.decided();
        json.writeStringField("review", decided == null ? null : decided.value() == null ? "approved" : "edited");
        json.writeStringField("reviewer", decided == null || !reviewer ? null : decided.by());
        usage(member.usage());
        json.writeObjectFieldStart("drop");
        json.writeNumberField("id", member.dropId());
        json.writeStringField("file", provenance.file(member.dropId()));
        json.writeEndObject();
        json.writeObjectFieldStart("batch");
        json.writeNumberField("id", member.batchId());
        json.writeStringField("provider_id", provenance.job(member.batchId()));
        json.writeEndObject();
        json.writeNumberField("publication", publication.id());
        json.writeNumberField("record", member.recordId());
        if (rejected != null) {
            json.writeObjectFieldStart("rejected");
            json.writeStringField("reason", rejected.reason());
            json.writeStringField("why", rejected.why());
            json.writeStringField("by", rejected.by());
            json.writeStringField("at", rejected.at().toString());
            json.writeStringField("answer", rejected.answer());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    void flush() throws IOException {
        json.flush();
    }

    private void usage(Usage usage) throws IOException {
        json.writeObjectFieldStart("tokens");
        json.writeNumberField("input", usage.in());
        json.writeNumberField("cached", usage.cached());
        json.writeNumberField("output", usage.out());
        json.writeNumberField("reasoning", usage.reasoning());
        json.writeEndObject();
        json.writeFieldName("cost_usd");
        json.writeNumber(BigDecimal.valueOf(usage.costMicros(), MICROS_DIGITS).toPlainString());
    }
}
