package dev.caravan.console.costs;

import dev.caravan.console.Filters;
import dev.caravan.costs.Costs.Wanted;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the page is narrowed to. Days that are none are left out; the last {@value #USUAL_DAYS} are shown then.
 *
 * @param filters as the address has them
 */
record CostsQuery(Filters filters, LocalDate from, LocalDate to) {
    static final String[] NAMES = {"task", "model", "from", "to"};
    private static final int USUAL_DAYS = 30;

    static CostsQuery of(Filters filters, LocalDate today) {
        LocalDate to = day(filters.value("to"), today);
        return new CostsQuery(filters, day(filters.value("from"), to.minusDays(USUAL_DAYS - 1L)), to);
    }

    private static LocalDate day(String text, LocalDate usual) {
        try {
            return text.isEmpty() ? usual : LocalDate.parse(text);
        } catch (DateTimeException noDay) {
            return usual;
        }
    }

    /** @param seen names of all tasks that the reader sees; null for all */
    @Nullable
    Set<String> tasks(@Nullable Set<String> seen) {
        String task = filters.value("task");
        return task.isEmpty() ? seen : Set.of(task);
    }

    /** Null for any. */
    @Nullable
    String model() {
        String model = filters.value("model");
        return model.isEmpty() ? null : model;
    }

    Wanted wanted(@Nullable Set<String> seen) {
        return new Wanted(tasks(seen), model(), from, to);
    }

    /** The same days of all tasks and models. */
    Wanted anyModel(@Nullable Set<String> seen) {
        return new Wanted(tasks(seen), null, from, to);
    }
}
