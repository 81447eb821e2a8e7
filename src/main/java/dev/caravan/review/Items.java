package dev.caravan.review;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.RecordAnswers.Maker;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.OpenItems.Attempt;
import dev.caravan.ledger.OpenItems.Whereabouts;
import dev.caravan.review.RecordBytes.Text;
import dev.caravan.task.JsonRecord;
import dev.caravan.validation.Finding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together what a person needs to decide on one record. Bytes that can't be read are left out, and the item says so. */
final class Items {
    private final Ledger ledger;
    private final RecordAnswers answers;
    private final RecordBytes bytes;
    private final Rules rules;

    Items(Ledger ledger, RecordAnswers answers, RecordBytes bytes, Rules rules) {
        this.ledger = ledger;
        this.answers = answers;
        this.bytes = bytes;
        this.rules = rules;
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
        JsonRecord input = bytes.input(places.input(), trouble);
        List<Attempt> attempts = places.attempts();
        Attempt now = attempts.isEmpty() ? null : attempts.get(0);
        Text answer = now == null ? Text.NONE : bytes.text(now, trouble);
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
                Finding.of(rules.failure(row.recordId(), row.reason()), row.detail(), ofAnswer),
                answer.said() == null
                        ? List.of()
                        : answers.rules(row.recipeId()).remarks(answer.said()),
                maker.schema(),
                now == null ? Made.BY_NOBODY : made(now),
                earlier,
                published == null
                        ? null
                        : published.edit() != null
                                ? published.edit()
                                : bytes.text(published.answer(), new ArrayList<>())
                                        .text(),
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
        Text text = bytes.text(attempt, new ArrayList<>());
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
}
