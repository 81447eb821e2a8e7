package dev.caravan.console.exports;

import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.PublicationRow;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.RecordState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each list has, by the names that {@code /api} gives it. */
final class Columns {
    static final List<Column<DropRow>> DROPS = drops();

    static final List<Column<BatchRow>> BATCHES = List.of(
            column("id", BatchRow::id),
            column("task", BatchRow::task),
            column("recipe", BatchRow::recipe),
            column("credential", BatchRow::credential),
            column("model", BatchRow::model),
            column("state", row -> word(row.state())),
            column("provider_id", BatchRow::providerId),
            column("provider_status", BatchRow::providerStatus),
            column("cancelled", BatchRow::cancelled),
            column("late", BatchRow::late),
            column("note", row -> orNull(row.note())),
            column("sent", row -> row.counted().sent()),
            column("open", row -> row.counted().open()),
            column("ok", row -> row.counted().ok()),
            column("invalid", row -> row.counted().invalid()),
            column("error", row -> row.counted().error()),
            column("missing", row -> row.counted().missing()),
            column("not_run", row -> row.counted().notRun()),
            column("surplus", row -> row.counted().surplus()),
            column("estimated_usd", row -> usd(row.money().estimated())),
            column("cost_usd", row -> usd(row.money().cost())),
            column("overspend_usd", row -> usd(row.money().overspend())),
            column("created_at", row -> row.times().made()),
            column("assembled_at", row -> row.times().assembled()),
            column("submitted_at", row -> row.times().submitted()),
            column("collected_at", row -> row.times().collected()),
            column("next_look_at", row -> row.times().due()));

    static final List<Column<PublicationRow>> PUBLICATIONS = List.of(
            column("id", PublicationRow::id),
            column("task", PublicationRow::task),
            column("state", PublicationRow::state),
            column("rejects", PublicationRow::rejects),
            column("records", PublicationRow::records),
            column("bytes", PublicationRow::bytes),
            column("sealed_at", PublicationRow::sealedAt),
            column("sinks", row -> SinksJson.of(row.sinks())));

    static final List<Column<RecordRow>> RECORDS = List.of(
            column("id", RecordRow::id),
            column("task", RecordRow::task),
            column("source_id", RecordRow::sourceId),
            column("revision", RecordRow::revision),
            column("current", RecordRow::current),
            column("state", row -> word(row.state())),
            column("code", RecordRow::code),
            column("attempt", RecordRow::attempt),
            column("drop", RecordRow::dropId),
            column("line", RecordRow::line),
            column("batch", RecordRow::batchId),
            column("publication", RecordRow::publicationId),
            column("recipe", RecordRow::recipe),
            column("decided_by_person", RecordRow::person),
            column("tokens_input", row -> row.usage().in()),
            column("tokens_cached", row -> row.usage().cached()),
            column("tokens_output", row -> row.usage().out()),
            column("tokens_reasoning", row -> row.usage().reasoning()),
            column("cost_usd", row -> usd(row.usage().costMicros())));

    private Columns() {}

    private static List<Column<DropRow>> drops() {
        List<Column<DropRow>> all = new ArrayList<>(List.of(
                column("id", row -> row.drop().id()),
                column("task", DropRow::task),
                column("zone", row -> row.drop().zone()),
                column("uri", row -> row.drop().uri()),
                column("state", row -> word(row.drop().state())),
                column("reason", row -> row.drop().reason()),
                column("bytes", DropRow::bytes),
                column("cancelled", DropRow::cancelled),
                column("held_back", DropRow::held),
                column("opened", DropRow::opened),
                column("read_at", DropRow::readAt),
                column("purged_at", DropRow::purgedAt),
                column("read", row -> row.drop().counts().read()),
                column("refused", row -> row.drop().counts().refused()),
                column("duplicate", row -> row.drop().counts().duplicate()),
                column("unchanged", row -> row.drop().counts().unchanged()),
                column("stale", row -> row.drop().counts().stale())));
        for (RecordState state : RecordState.values()) {
            all.add(column(word(state), row -> states(row).getOrDefault(state, 0L)));
        }
        return List.copyOf(all);
    }

    private static Map<RecordState, Long> states(DropRow row) {
        return row.drop().counts().states();
    }

    static <T> Column<T> column(String name, Function<T, @Nullable Object> value) {
        return new Column<>(name, value);
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** US dollars. */
    private static BigDecimal usd(long micros) {
        return BigDecimal.valueOf(micros, 6);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
