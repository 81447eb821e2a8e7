package dev.caravan.review;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.RecordAnswers.Maker;
import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.OpenItems.Attempt;
import dev.caravan.ledger.OpenItems.Whereabouts;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.Spool;
import dev.caravan.task.JsonRecord;
import dev.caravan.validation.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what a person needs to decide on one record. Bytes that can't be read are left out, and the item says so. */
final class Items {
    private static final JsonRecord NO_INPUT = JsonRecord.parse("{}".getBytes(StandardCharsets.UTF_8));

    private final Ledger ledger;
    private final Spool spool;
    private final RecordAnswers answers;

    Items(Ledger ledger, Spool spool, RecordAnswers answers) {
        this.ledger = ledger;
        this.spool = spool;
        this.answers = answers;
    }

    /** An answer as a person reads it. */
    record Text(@Nullable String text, boolean json) {
        static final Text NONE = new Text(null, false);
    }

    /** Empty if the item is not open any more. */
    Optional<Item> read(long recordId, String actor) {
        Optional<OpenItems.OpenItem> row = ledger.openItems().find(recordId);
        Optional<Whereabouts> places = ledger.openItems().whereabouts(recordId);
        return row.isPresent() && places.isPresent()
                ? Optional.of(item(row.get(), places.get(), actor))
                : Optional.empty();
    }

    private Item item(OpenItems.OpenItem row, Whereabouts places, String actor) {
        List<String> trouble = new ArrayList<>();
        JsonRecord input = input(places.input(), trouble);
        List<Attempt> attempts = places.attempts();
        Attempt now = attempts.isEmpty() ? null : attempts.get(0);
        Text answer = now == null ? Text.NONE : text(now, trouble);
        Maker maker = answers.maker(row.recipeId());
        List<Finding> ofAnswer = answer.text() == null
                ? List.of()
                : answers.rules(row.recipeId()).findings(answer.text(), input);
        List<Try> earlier = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            earlier.add(earlier(attempts.get(i)));
        }
        OpenItems.Published published = places.published();
        Instant until = row.heldUntil();
        boolean mine = actor.equals(row.holder()) && until != null;
        return new Item(
                row.recordId(),
                row.version(),
                row.task(),
                row.sourceId(),
                row.revision(),
                row.attempt(),
                row.reason(),
                String.join("; ", says(row.detail(), trouble)),
                row.since(),
                row.assignee(),
                row.firstEyes(),
                mine && until != null ? until : Instant.EPOCH,
                new String(input.bytes(), StandardCharsets.UTF_8),
                answer.text(),
                answer.json(),
                Finding.of(row.reason(), row.detail(), ofAnswer),
                maker.schema(),
                now == null ? Made.BY_NOBODY : made(now),
                earlier,
                published == null
                        ? null
                        : published.edit() != null
                                ? published.edit()
                                : text(published.answer(), new ArrayList<>()).text(),
                ledger.decisions().of(row.recordId()).stream().map(Note::of).toList(),
                places.edit());
    }

    private static List<String> says(String detail, List<String> trouble) {
        List<String> all = new ArrayList<>();
        if (!detail.isEmpty()) {
            all.add(detail);
        }
        all.addAll(trouble);
        return all;
    }

    private Try earlier(Attempt attempt) {
        Text text = text(attempt, new ArrayList<>());
        return new Try(attempt.no(), attempt.code(), attempt.why(), text.text(), text.json(), made(attempt));
    }

    private Made made(Attempt attempt) {
        Maker maker = answers.maker(attempt.recipeId());
        return new Made(
                maker.model(),
                maker.promptVersion(),
                maker.schemaVersion(),
                attempt.usage().costMicros());
    }

    JsonRecord input(Optional<InputAt> at, List<String> trouble) {
        if (at.isEmpty()) {
            trouble.add("its input is not in the ledger any more");
            return NO_INPUT;
        }
        try {
            return JsonRecord.parse(new SegmentReader(spool)
                    .line(at.get().segment(), at.get().offset(), at.get().index()));
        } catch (IOException | IllegalArgumentException e) {
            trouble.add("its input can't be read: " + e.getMessage());
            return NO_INPUT;
        }
    }

    Text text(Attempt attempt, List<String> trouble) {
        Collection.ResultFile file = attempt.file();
        Collection.ResultAt at = attempt.at();
        if (file == null || at == null) {
            return Text.NONE;
        }
        try {
            String said = answers.said(attempt.recipeId(), file, at).answer();
            if (said == null) {
                return Text.NONE;
            }
            return answers.rules(attempt.recipeId())
                    .value(said)
                    .map(value -> new Text(new String(value, StandardCharsets.UTF_8), true))
                    .orElseGet(() -> new Text(said, false));
        } catch (IOException e) {
            trouble.add("its answer can't be read: " + e.getMessage());
            return Text.NONE;
        }
    }
}
