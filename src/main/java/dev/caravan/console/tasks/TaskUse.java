package dev.caravan.console.tasks;

import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.console.tasks.Versions.Version;
import dev.caravan.costs.Costs;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Reruns.Rerun;
import dev.caravan.ledger.Spending.UnderWay;
import dev.caravan.model.BatchModel;
import dev.caravan.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.web.util.UriUtils;

/** What a task does now, and all that has to do with it. */
final class TaskUse {
    private static final int NEWEST = 10;

    private final Ledger ledger;
    private final Costs costs;

    TaskUse(Ledger ledger, Costs costs) {
        this.ledger = ledger;
        this.costs = costs;
    }

    record Tile(String name, String value, String more, String href) {}

    /** @param at when it was read, ISO 8601; empty before */
    record Drop(long id, String href, String zone, String state, String at, String rows) {}

    record Link(String name, String href) {}

    record Again(long id, String at, String actor, String why, String records, String state) {}

    /** @param zones of the drops that are shown */
    record Used(
            List<Tile> tiles,
            List<String> zones,
            List<Drop> drops,
            List<Link> models,
            List<String> sinks,
            List<Again> reruns) {
        boolean hasDrops() {
            return !drops.isEmpty();
        }

        boolean hasReruns() {
            return !reruns.isEmpty();
        }
    }

    Used of(Task task, List<Version> versions) {
        Set<String> only = Set.of(task.name());
        List<DropRow> drops = ledger.lists().drops(new Slice(only, 0, NEWEST), null, null, null);
        return new Used(
                tiles(task, versions),
                drops.stream()
                        .map(drop -> drop.drop().zone())
                        .distinct()
                        .sorted()
                        .toList(),
                drops.stream().map(TaskUse::drop).toList(),
                Stream.of(
                                task.model(),
                                task.standIn(),
                                task.deadline() == null ? null : task.deadline().moveTo())
                        .filter(Objects::nonNull)
                        .map(BatchModel::name)
                        .distinct()
                        .map(name ->
                                new Link(name, "/models/" + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8)))
                        .toList(),
                task.publish().sinks(),
                ledger.reruns().newest(NEWEST, 0, only).stream()
                        .map(TaskUse::again)
                        .toList());
    }

    private List<Tile> tiles(Task task, List<Version> versions) {
        int id = ledger.recipes().taskId(task.name());
        String query = "?task=" + UriUtils.encodeQueryParam(task.name(), StandardCharsets.UTF_8);
        long open = ledger.openItems().count(new OpenItems.Query(task.name(), null, null, null));
        List<UnderWay> underWay = ledger.spending().underWay(Set.of(task.name()));
        List<Version> now = versions.stream().filter(Version::inForce).toList();
        long invalid = now.stream().mapToLong(one -> one.answers().invalid()).sum();
        long judged = now.stream().mapToLong(Version::judged).sum();
        String rate = Figures.percent(invalid, judged);
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                "Invalid, version in force",
                rate.isEmpty() ? "–" : rate,
                Figures.count(invalid) + " of " + Figures.count(judged) + " answers",
                ""));
        tiles.add(new Tile(
                "Queued", Figures.count(ledger.counts().records(id, RecordState.QUEUED)), "wait to be sent", ""));
        tiles.add(new Tile(
                "Under way",
                Figures.count(underWay.stream().mapToLong(UnderWay::records).sum()),
                Figures.count(underWay.stream().mapToLong(UnderWay::batches).sum()) + " batches",
                ""));
        tiles.add(new Tile(
                "Held", Figures.count(ledger.counts().records(id, RecordState.HELD)), "until somebody releases", ""));
        tiles.add(new Tile("Open for review", Figures.count(open), "wait for a person", "/review" + query));
        costs.budget(task)
                .ifPresent(budget -> tiles.add(new Tile(
                        "Budget left",
                        TasksPage.left(budget.left()),
                        "of " + Money.usd(budget.cap()) + (budget.perDay() ? " a day" : " in all"),
                        "/costs" + query)));
        return tiles;
    }

    private static Drop drop(DropRow row) {
        return new Drop(
                row.drop().id(),
                "/drops/" + row.drop().id(),
                row.drop().zone(),
                row.drop().state().name().toLowerCase(Locale.ROOT)
                        + (row.cancelled() ? ", cancelled" : row.held() ? ", on hold" : ""),
                row.readAt() == null ? "" : row.readAt().toString(),
                Figures.count(row.drop().counts().read()));
    }

    private static Again again(Rerun rerun) {
        return new Again(
                rerun.id(),
                rerun.at().toString(),
                rerun.actor(),
                rerun.why(),
                Figures.count(rerun.records()),
                rerun.doneAt() == null ? "under way" : "done");
    }
}
