package dev.caravan.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.audit.Story.Answer;
import dev.caravan.audit.Story.Chapter;
import dev.caravan.ledger.Audit.Again;
import dev.caravan.ledger.Audit.Asked;
import dev.caravan.ledger.Audit.Published;
import dev.caravan.ledger.Audit.Sent;
import dev.caravan.ledger.Decisions.Made;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A story as the API answers it; docs/operations/steering.md has the words. Nothing that is not known has a key. */
public final class StoryJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StoryJson() {}

    /** Maps, lists and plain values. */
    public static Map<String, Object> of(Story story) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("task", story.task());
        map.put("source_id", story.sourceId());
        map.put("revisions", story.chapters().stream().map(StoryJson::chapter).toList());
        return map;
    }

    private static Map<String, Object> chapter(Chapter chapter) {
        var version = chapter.version();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("revision", version.revision());
        map.put("record", version.recordId());
        map.put("state", version.state().name().toLowerCase(Locale.ROOT));
        put(map, "code", version.code().isEmpty() ? null : version.code());
        map.put("stale", version.stale());
        map.put("decided_by_person", version.person());
        var from = version.from();
        Map<String, Object> drop = new LinkedHashMap<>();
        drop.put("id", from.drop());
        drop.put("zone", from.zone());
        drop.put("uri", from.uri());
        drop.put("line", from.line());
        put(drop, "read_at", from.readAt());
        map.put("drop", drop);
        Again again = from.rerun();
        if (again != null) {
            map.put(
                    "rerun",
                    Map.of(
                            "id", again.rerun(),
                            "at", again.at().toString(),
                            "actor", again.actor(),
                            "why", again.why()));
        }
        put(map, "value", json(chapter.value()));
        map.put(
                "changes",
                chapter.changes().stream()
                        .map(change -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("field", change.field());
                            put(one, "before", json(change.before()));
                            put(one, "after", json(change.after()));
                            return one;
                        })
                        .toList());
        map.put("attempts", chapter.answers().stream().map(StoryJson::answer).toList());
        map.put(
                "decisions",
                version.decisions().stream().map(StoryJson::decision).toList());
        Published published = version.publication();
        if (published != null) {
            Map<String, Object> publication = new LinkedHashMap<>();
            publication.put("id", published.publication());
            put(publication, "at", published.at());
            publication.put(
                    "sinks", published.sinks().stream().map(StoryJson::sent).toList());
            map.put("publication", publication);
        }
        if (!chapter.trouble().isEmpty()) {
            map.put("trouble", chapter.trouble());
        }
        return map;
    }

    private static Map<String, Object> answer(Answer answer) {
        var attempt = answer.attempt();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("attempt", attempt.no());
        map.put("prompt_version", answer.promptVersion());
        map.put("schema_version", answer.schemaVersion());
        map.put("model", answer.model());
        put(map, "batch", attempt.batchId() == 0 ? null : attempt.batchId());
        Asked asked = answer.asked();
        if (asked != null) {
            put(map, "provider_id", asked.providerId());
            put(map, "submitted_at", asked.at());
            put(map, "collected_at", asked.home());
        }
        put(map, "code", attempt.code().isEmpty() ? null : attempt.code());
        put(map, "why", attempt.why().isEmpty() ? null : attempt.why());
        map.put(
                "tokens",
                Map.of(
                        "input", attempt.usage().in(),
                        "cached", attempt.usage().cached(),
                        "output", attempt.usage().out(),
                        "reasoning", attempt.usage().reasoning()));
        map.put("cost_usd", attempt.usage().costMicros() / 1_000_000.0);
        put(map, "answer", json(answer.text()));
        return map;
    }

    private static Map<String, Object> decision(Made made) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", made.at().toString());
        map.put("actor", made.actor());
        map.put("act", made.act().word());
        map.put("attempt", made.attempt());
        put(map, "reason", made.reason());
        put(map, "why", made.why());
        put(map, "before", json(made.before()));
        put(map, "after", json(made.after()));
        put(map, "assignee", made.assignee());
        put(map, "model", made.model());
        return map;
    }

    private static Map<String, Object> sent(Sent sent) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sink", sent.sink());
        map.put("state", sent.state());
        map.put("sends", sent.sends());
        put(map, "at", sent.at());
        put(map, "reason", sent.reason().isEmpty() ? null : sent.reason());
        return map;
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value instanceof Instant at ? at.toString() : value);
        }
    }

    /** A JSON value as it is; a text that is none as text. */
    private static @Nullable Object json(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
