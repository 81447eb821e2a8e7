package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.Outlet;
import dev.caravan.task.ReviewRule;
import dev.caravan.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which sinks of a task get a record: those without a condition every one, the others those that they are for. */
final class Routing {
    private final List<Lane> lanes;

    private record Lane(Outlet outlet, @Nullable ReviewRule rule) {}

    /** @param sinks that get the record; @param open why that can't be told; null if it can */
    record Taken(Set<String> sinks, @Nullable String open) {}

    private Routing(List<Lane> lanes) {
        this.lanes = lanes;
    }

    static Routing of(Task.Publish publish) {
        List<Lane> lanes = new ArrayList<>();
        for (Outlet outlet : publish.outlets()) {
            String when = outlet.when();
            lanes.add(new Lane(outlet, when == null ? null : ReviewRule.compile(when)));
        }
        return new Routing(lanes);
    }

    List<String> sinks() {
        return lanes.stream().map(lane -> lane.outlet().sink()).toList();
    }

    /** Those that don't get every record as it was answered. */
    List<Outlet> shared() {
        return lanes.stream()
                .map(Lane::outlet)
                .filter(outlet -> !outlet.isPlain())
                .toList();
    }

    Taken take(JsonNode answer) {
        Set<String> sinks = new LinkedHashSet<>();
        boolean matched = false;
        for (Lane lane : lanes) {
            ReviewRule rule = lane.rule();
            if (rule == null) {
                continue;
            }
            ReviewRule.Decision decision = rule.decide(answer);
            if (decision.open() != null) {
                return new Taken(Set.of(), "sink " + lane.outlet().sink() + ": " + decision.open());
            }
            if (decision.holds()) {
                matched = true;
                sinks.add(lane.outlet().sink());
            }
        }
        for (Lane lane : lanes) {
            if (lane.outlet().takesAll() || (lane.outlet().otherwise() && !matched)) {
                sinks.add(lane.outlet().sink());
            }
        }
        return new Taken(sinks, null);
    }
}
