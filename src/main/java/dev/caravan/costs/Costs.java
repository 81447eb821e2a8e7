package dev.caravan.costs;

import dev.caravan.costs.Bill.Again;
import dev.caravan.costs.Bill.Line;
import dev.caravan.costs.Outlook.Ahead;
import dev.caravan.costs.Outlook.Budget;
import dev.caravan.ledger.EffortKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.Cost;
import dev.caravan.ledger.Spending;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is spent, for the page and the API. Reads only; thread-safe. */
public final class Costs {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::day).thenComparing(Key::task).thenComparing(Key::model);

    private final Ledger ledger;
    private final Tasks tasks;
    private final Rates rates;

    Costs(Ledger ledger, Tasks tasks, Rates rates) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.rates = rates;
    }

    /**
     * Which of it.
     *
     * @param tasks by name; null for all there are and ever were
     * @param model as its provider calls it; null for any
     * @param to included, as {@code from} is; days are those of UTC
     */
    public record Wanted(
            @Nullable Set<String> tasks, @Nullable String model, LocalDate from, LocalDate to) {
        boolean has(String other) {
            return model == null || model.equals(other);
        }
    }

    public Rates rates() {
        return rates;
    }

    private record Key(long day, String task, String model) {}

    public Bill bill(Wanted wanted) {
        long from = wanted.from().toEpochDay();
        long to = wanted.to().toEpochDay();
        Map<Key, Amounts> lines = new TreeMap<>(ORDER);
        for (Cost one : ledger.lists().costs(wanted.tasks(), from, to)) {
            Amounts paid = new Amounts(
                    one.batches(),
                    one.micros(),
                    one.overspend(),
                    one.calls(),
                    one.callMicros(),
                    one.unknown(),
                    one.unknownMicros(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0);
            lines.merge(new Key(one.day(), one.task(), one.model()), paid, Amounts::plus);
        }
        Map<EffortKind, Again> again = new EnumMap<>(EffortKind.class);
        for (Spending.Again one : ledger.spending().again(wanted.tasks(), from, to)) {
            Amounts more = one.kind() == EffortKind.RERUN
                    ? Amounts.ofReruns(one.attempts(), one.micros())
                    : Amounts.ofRetries(one.attempts(), one.micros());
            lines.merge(new Key(one.day(), one.task(), one.model()), more, Amounts::plus);
            if (wanted.has(one.model())) {
                again.merge(one.kind(), new Again(one.attempts(), one.micros()), Again::plus);
            }
        }
        for (Spending.Decided one : ledger.spending().decided(wanted.tasks(), from, to)) {
            lines.merge(
                    new Key(one.day(), one.task(), one.model()),
                    Amounts.ofReviews(one.decisions(), one.millis()),
                    Amounts::plus);
        }
        List<Line> shown = new ArrayList<>();
        lines.forEach((key, amounts) -> {
            if (wanted.has(key.model())) {
                shown.add(new Line(LocalDate.ofEpochDay(key.day()), key.task(), key.model(), amounts));
            }
        });
        long since = ledger.spending().countedSince();
        return new Bill(wanted.from(), wanted.to(), shown, again, since == 0 ? null : LocalDate.ofEpochDay(since));
    }

    /**
     * How things stand now.
     *
     * @param tasks by name; null for all there are and ever were
     * @param model as its provider calls it; null for any: of what is under way and queued
     */
    public Outlook outlook(@Nullable Set<String> tasks, @Nullable String model) {
        Spending spending = ledger.spending();
        return new Outlook(
                budgets(tasks),
                spending.stored(tasks),
                tasks == null ? spending.ledgerBytes() : 0,
                spending.underWay(tasks).stream()
                        .filter(one -> model == null || model.equals(one.model()))
                        .toList(),
                spending.queued(tasks).stream()
                        .map(one -> new Ahead(one.task(), modelOf(one.task()), one.records(), one.micros()))
                        .filter(one -> model == null || model.equals(one.model()))
                        .toList());
    }

    private String modelOf(String task) {
        return this.tasks.find(task).map(found -> found.model().model()).orElse("");
    }

    private List<Budget> budgets(@Nullable Set<String> wanted) {
        return tasks.byName().values().stream()
                .filter(task -> wanted == null || wanted.contains(task.name()))
                .sorted(Comparator.comparing(Task::name))
                .flatMap(task -> budget(task).stream())
                .toList();
    }

    /** What a task has left; nothing for one without a budget. */
    public Optional<Budget> budget(Task task) {
        return task.budget() == null
                ? Optional.empty()
                : ledger.budgets()
                        .room(ledger.recipes().taskId(task.name()))
                        .map(room -> new Budget(
                                task.name(),
                                room.cap().micros(),
                                room.cap().perDay(),
                                room.spent(),
                                room.reserved() + room.assembled(),
                                room.left()));
    }
}
