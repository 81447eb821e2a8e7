package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.console.Money;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Lists.Cost;
import dev.caravan.ledger.OpenItems.Open;
import dev.caravan.ledger.Overview.NodeNow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The top of the monitor: what stands still, what waits for a person, who works, what today costs. */
record MonitorNow(String live, List<StillLine> still, List<Tile> tiles, List<Node> nodes) {

    /** @param href where more of it is; empty for nowhere */
    record Tile(String name, String value, String note, String href) {}

    /** @param has what it has in hand; empty for whoever may not see what belongs to others */
    record Node(String name, String version, String heard, String has) {}

    boolean calm() {
        return still.isEmpty();
    }

    static MonitorNow of(MonitorSight sight, boolean mayOperate) {
        List<StillLine> still = sight.ledger().overview().stuck(sight.tasks(), sight.now()).stream()
                .map(one -> StillLine.of(one, mayOperate))
                .toList();
        List<Node> nodes = sight.ledger().overview().nodes().stream()
                .map(one -> node(sight, one))
                .toList();
        return new MonitorNow(sight.live("now"), still, tiles(sight, nodes.size()), nodes);
    }

    private static List<Tile> tiles(MonitorSight sight, int nodes) {
        Set<String> tasks = sight.tasks();
        List<Tile> tiles = new ArrayList<>();
        List<Open> open = sight.ledger().openItems().counts().stream()
                .filter(one -> tasks == null || tasks.contains(one.task()))
                .toList();
        long reviews = open.stream().mapToLong(Open::items).sum();
        long of = open.stream().map(Open::task).distinct().count();
        tiles.add(new Tile(
                "Open for review",
                Figures.count(reviews),
                reviews == 0 ? "" : "in " + of + (of == 1 ? " task" : " tasks"),
                sight.filters().value("task").isEmpty()
                        ? "/review"
                        : new Filters(Map.of("task", sight.filters().value("task"))).at("/review")));
        long gates = sight.viewer().tasks().gated().stream()
                .filter(task -> tasks == null || tasks.contains(task))
                .mapToLong(task -> sight.ledger()
                        .gates()
                        .closed(sight.ledger().recipes().taskId(task))
                        .size())
                .sum();
        tiles.add(new Tile("Closed gates", Figures.count(gates), "", "/gates"));
        Map<BatchState, Long> states = sight.ledger().overview().openStates(tasks);
        tiles.add(new Tile(
                "Open batches",
                Figures.count(
                        states.values().stream().mapToLong(Long::longValue).sum()),
                states.entrySet().stream()
                        .map(one -> Figures.count(one.getValue()) + " " + Figures.words(one.getKey()))
                        .collect(Collectors.joining(" · ")),
                "/batches"));
        long day = TimeUnit.MILLISECONDS.toDays(sight.now().toEpochMilli());
        long micros = sight.ledger().lists().costs(tasks, day, day).stream()
                .mapToLong(MonitorNow::micros)
                .sum();
        tiles.add(new Tile("Cost of today (UTC)", Money.usd(micros), "", "/costs"));
        tiles.add(
                new Tile("Nodes that live", Figures.count(nodes), nodes == 0 ? "nobody works: start Caravan" : "", ""));
        return tiles;
    }

    private static long micros(Cost cost) {
        return cost.micros() + cost.callMicros();
    }

    private static Node node(MonitorSight sight, NodeNow one) {
        List<String> has = new ArrayList<>();
        one.holds().forEach((kind, n) -> has.add(Figures.count(n) + " " + kind));
        has.addAll(one.duties());
        return new Node(
                one.node().called(),
                one.node().version(),
                Figures.age(one.node().beatAt(), sight.now()) + " ago",
                !sight.everything() ? "" : has.isEmpty() ? "nothing" : String.join(", ", has));
    }
}
