package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.Ledger;
import dev.caravan.publish.Column.Kind;
import dev.caravan.task.RecipeSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A publication as a table: which columns it has, in which order, and what they hold (docs/outputs.md). */
public final class Columns {
    /** What every record has before its answer. */
    public static final List<Column> BEFORE = List.of(
            Column.of("source_id", Kind.TEXT), Column.of("task", Kind.TEXT), Column.of("revision", Kind.INTEGER));

    /** What every record has after its answer. */
    public static final List<Column> AFTER = List.of(
            Column.of("prompt_version", Kind.INTEGER),
            Column.of("schema_version", Kind.INTEGER),
            Column.of("provider", Kind.TEXT),
            Column.of("model", Kind.TEXT),
            Column.of("attempt", Kind.INTEGER),
            Column.of("review", Kind.TEXT),
            Column.of("reviewer", Kind.TEXT),
            Column.of("tokens.input", Kind.INTEGER),
            Column.of("tokens.cached", Kind.INTEGER),
            Column.of("tokens.output", Kind.INTEGER),
            Column.of("tokens.reasoning", Kind.INTEGER),
            Column.of("cost_usd", Kind.NUMBER),
            Column.of("drop.id", Kind.INTEGER),
            Column.of("drop.file", Kind.TEXT),
            Column.of("batch.id", Kind.INTEGER),
            Column.of("batch.provider_id", Kind.TEXT),
            Column.of("publication", Kind.INTEGER),
            Column.of("record", Kind.INTEGER));

    /** What rejected records have at the end. */
    private static final List<Column> REJECTED = List.of(
            Column.of("rejected.reason", Kind.TEXT),
            Column.of("rejected.why", Kind.TEXT),
            Column.of("rejected.by", Kind.TEXT),
            Column.of("rejected.at", Kind.TEXT),
            Column.of("rejected.answer", Kind.TEXT));

    /** The answer as a whole. */
    public static final Column WHOLE_ANSWER = Column.of("result", Kind.JSON);

    private static final String RESULT = "result";

    private final Ledger ledger;

    public Columns(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Fields of the schemas, or those that were chosen for the sink, come in their order, then any others by name; without any field the answer is one column.
     * Made from the frozen members and content alone, so that every send gives the same table.
     */
    public List<Column> of(DeliveryInHand delivery) throws IOException {
        FieldKinds kinds = new FieldKinds(delivery.fields());
        for (int recipeId : ledger.publications().recipes(delivery.getPublication())) {
            String schema = RecipeSpec.fromJson(
                            ledger.recipes().recipe(recipeId).body())
                    .output()
                    .publishedSchema();
            if (schema != null) {
                kinds.declare(schema);
            }
        }
        Set<String> others = new TreeSet<>();
        boolean rejected = false;
        try (ContentLines lines = delivery.lines()) {
            for (JsonNode line = lines.next(); line != null; line = lines.next()) {
                kinds.observe(line.path(RESULT), others);
                rejected |= line.has("rejected");
            }
        }
        List<Column> columns = new ArrayList<>(BEFORE);
        Set<String> fields = new LinkedHashSet<>(kinds.declared());
        fields.addAll(others);
        fields.forEach(field -> columns.add(new Column(List.of(RESULT, field), kinds.of(field))));
        if (fields.isEmpty()) {
            columns.add(WHOLE_ANSWER);
        }
        columns.addAll(AFTER);
        columns.addAll(rejected ? REJECTED : List.of());
        return columns;
    }
}
