package dev.caravan;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Overview.Job;
import dev.caravan.ledger.Overview.NodeNow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How things stand, as programs read it; docs/cli.md has the words. */
final class StatusJson {
    private StatusJson() {}

    static Map<String, @Nullable Object> of(StatusNow now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", now.at().toString());
        json.put("nodes", now.nodes().stream().map(StatusJson::node).toList());
        json.put("drops", now.drops().stream().map(StatusJson::drop).toList());
        json.put(
                "batch_states",
                new TreeMap<>(now.batches().stream()
                        .map(job -> Status.word(job.batch().state()))
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))));
        json.put("batches", now.batches().stream().map(StatusJson::batch).toList());
        json.put(
                "reviews",
                now.reviews().stream()
                        .map(one -> ordered("task", one.task(), "reason", one.reason(), "items", one.items()))
                        .toList());
        json.put(
                "stuck",
                now.stuck().stream()
                        .map(one -> ordered("what", one.what(), "count", one.count(), "why", one.why()))
                        .toList());
        json.put(
                "cost_today_usd",
                now.today().stream().mapToLong(StatusNow::micros).sum() / 1_000_000.0);
        json.put(
                "costs",
                now.today().stream()
                        .map(one -> ordered(
                                "task",
                                one.task(),
                                "model",
                                one.model(),
                                "cost_usd",
                                StatusNow.micros(one) / 1_000_000.0))
                        .toList());
        json.put("more", now.more());
        return json;
    }

    /** Three names with their values, in this order in every run. */
    private static Map<String, Object> ordered(String a, Object x, String b, Object y, String c, Object z) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(a, x);
        map.put(b, y);
        map.put(c, z);
        return map;
    }

    private static Map<String, @Nullable Object> node(NodeNow now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("number", now.node().number());
        json.put("name", now.node().name());
        json.put("version", now.node().version());
        json.put("started_at", now.node().startedAt().toString());
        json.put("heard_of_at", now.node().beatAt().toString());
        json.put("holds", new TreeMap<>(now.holds()));
        json.put("duties", now.duties());
        return json;
    }

    private static Map<String, @Nullable Object> drop(DropRow row) {
        DropCounts counts = row.drop().counts();
        Map<String, Long> states = new TreeMap<>();
        counts.states().forEach((state, n) -> {
            if (n > 0) {
                states.put(Status.word(state), n);
            }
        });
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", row.drop().id());
        json.put("task", row.task());
        json.put("uri", row.drop().uri());
        json.put("state", Status.word(row.drop().state()));
        json.put("cancelled", row.cancelled());
        json.put("held", row.held());
        json.put("read", counts.read());
        json.put("refused", counts.refused());
        json.put("states", states);
        return json;
    }

    private static Map<String, @Nullable Object> batch(Job job) {
        BatchRow row = job.batch();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", row.id());
        json.put("task", row.task());
        json.put("credential", row.credential());
        json.put("model", row.model());
        json.put("state", Status.word(row.state()));
        json.put("provider_id", row.providerId());
        json.put("provider_status", row.providerStatus());
        json.put("records", row.counted().sent());
        json.put("late", row.late());
        json.put("created_at", row.times().made().toString());
        json.put("submitted_at", text(row.times().submitted()));
        json.put(
                "next_look_at",
                row.state() == BatchState.SUBMITTED ? text(row.times().due()) : null);
        json.put("usually_home_at", text(job.home()));
        return json;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
