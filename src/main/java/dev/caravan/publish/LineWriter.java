package dev.caravan.publish;

import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Publications.Publication;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the lines of a publication: one JSON object each, keys in the order that docs/outputs.md gives. */
final class LineWriter {
    private static final int FULL = 1 << 15;
    private static final byte[] SOURCE = ascii("{\"source_id\":");
    private static final byte[] REVISION = ascii(",\"revision\":");
    private static final byte[] RESULT = ascii(",\"result\":");
    private static final byte[] REVIEW = ascii(",\"review\":");
    private static final byte[] REVIEWER = ascii(",\"reviewer\":");
    private static final byte[] IN = ascii(",\"tokens\":{\"input\":");
    private static final byte[] CACHED = ascii(",\"cached\":");
    private static final byte[] OUT = ascii(",\"output\":");
    private static final byte[] REASONING = ascii(",\"reasoning\":");
    private static final byte[] COST = ascii("},\"cost_usd\":");
    private static final byte[] END = ascii("}\n");

    private final boolean reviewer;
    private final Provenance provenance;
    private final OutputStream out;
    private final JsonBytes json = new JsonBytes();
    private final byte[] task;
    private final byte[] behind;
    private final Map<Integer, byte[]> recipes = new HashMap<>();
    private final Map<Long, byte[]> drops = new HashMap<>();
    private final Map<Long, byte[]> batches = new HashMap<>();

    /** @param reviewer whether lines name who approved or edited */
    LineWriter(Publication publication, String task, boolean reviewer, Provenance provenance, OutputStream out)
            throws IOException {
        this.reviewer = reviewer;
        this.provenance = provenance;
        this.out = out;
        this.task = piece(",\"task\":", task, "");
        this.behind = ascii(",\"publication\":" + publication.id() + ",\"record\":");
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

    /** @param answer as compact JSON in UTF-8, which is copied */
    void write(Member member, byte[] answer, @Nullable Rejected rejected) throws IOException {
        json.raw(SOURCE);
        json.text(member.sourceId());
        json.raw(task);
        json.raw(REVISION);
        json.number(member.revision());
        json.raw(RESULT);
        json.raw(answer);
        json.raw(recipe(member.recipeId()));
        json.number(member.attempt());
        Publications.Decided decided = member.decided();
        json.raw(REVIEW);
        json.text(decided == null ? null : decided.value() == null ? "approved" : "edited");
        json.raw(REVIEWER);
        json.text(decided == null || !reviewer ? null : decided.by());
        usage(member.usage());
        json.raw(drop(member.dropId()));
        json.raw(batch(member.batchId()));
        json.raw(behind);
        json.number(member.recordId());
        if (rejected != null) {
            rejected(rejected);
        }
        json.raw(END);
        if (json.size() >= FULL) {
            json.writeTo(out);
        }
    }

    void flush() throws IOException {
        json.writeTo(out);
    }

    private void usage(Usage usage) {
        json.raw(IN);
        json.number(usage.in());
        json.raw(CACHED);
        json.number(usage.cached());
        json.raw(OUT);
        json.number(usage.out());
        json.raw(REASONING);
        json.number(usage.reasoning());
        json.raw(COST);
        json.micros(usage.costMicros());
    }

    private void rejected(Rejected rejected) throws IOException {
        json.raw(piece(",\"rejected\":{\"reason\":", rejected.reason(), ""));
        json.raw(piece(",\"why\":", rejected.why(), ""));
        json.raw(piece(",\"by\":", rejected.by(), ""));
        json.raw(piece(",\"at\":", rejected.at().toString(), ""));
        json.raw(piece(",\"answer\":", rejected.answer(), "}"));
    }

    private byte[] recipe(int recipeId) throws IOException {
        byte[] known = recipes.get(recipeId);
        if (known == null) {
            var recipe = provenance.recipe(recipeId);
            var made = new JsonBytes();
            made.raw(
                    ascii(",\"prompt_version\":" + recipe.version() + ",\"schema_version\":" + recipe.schemaVersion()));
            made.raw(piece(",\"provider\":", recipe.provider(), ""));
            made.raw(piece(",\"model\":", recipe.model(), ",\"attempt\":"));
            known = made.take();
            recipes.put(recipeId, known);
        }
        return known;
    }

    private byte[] drop(long dropId) throws IOException {
        byte[] known = drops.get(dropId);
        if (known == null) {
            known = piece(",\"drop\":{\"id\":" + dropId + ",\"file\":", provenance.file(dropId), "}");
            drops.put(dropId, known);
        }
        return known;
    }

    private byte[] batch(long batchId) throws IOException {
        byte[] known = batches.get(batchId);
        if (known == null) {
            known = piece(",\"batch\":{\"id\":" + batchId + ",\"provider_id\":", provenance.job(batchId), "}");
            batches.put(batchId, known);
        }
        return known;
    }

    private static byte[] piece(String before, @Nullable String text, String after) throws IOException {
        var made = new JsonBytes();
        made.raw(ascii(before));
        made.text(text);
        made.raw(ascii(after));
        return made.take();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
