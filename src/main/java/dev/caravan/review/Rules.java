package dev.caravan.review;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.OpenItems.Whereabouts;
import dev.caravan.task.JsonRecord;
import dev.caravan.validation.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person decides is held to the rules of the recipe that the record was answered by. */
final class Rules {
    private static final String MANUAL = "review.manual";

    /** For these a valid answer is in review, and before somebody asked for it the same; all others are failures. */
    private static final Set<String> VALID = Set.of(
            "ok",
            "sanitized",
            "approved",
            "edited",
            "review.when",
            "review.sample",
            "review.alternative",
            "review.person",
            "publish.unmatched");

    /** A longer value is not kept a second time; it is in the results. */
    private static final int LONGEST_BEFORE = 1_000_000;

    private final Ledger ledger;
    private final RecordBytes bytes;
    private final RecordAnswers answers;

    Rules(Ledger ledger, RecordAnswers answers, RecordBytes bytes) {
        this.ledger = ledger;
        this.bytes = bytes;
        this.answers = answers;
    }

    /**
     * @param value compact
     * @param before the value that it replaces, null if there was none
     * @param same whether nothing is changed
     * @param cleaned fields whose HTML was cleaned
     */
    record Edit(String value, @Nullable String before, boolean same, List<String> cleaned) {}

    /** @throws InvalidEditException if it breaks a rule */
    Edit edit(OpenItems.OpenItem item, String value) {
        Whereabouts places = places(item);
        List<Finding> findings =
                answers.rules(item.recipeId()).findings(value, bytes.input(places.input(), new ArrayList<>()));
        if (!findings.isEmpty()) {
            throw new InvalidEditException("The value breaks rules of task \"" + item.task() + "\"", findings);
        }
        String compact = answers.rules(item.recipeId())
                .value(value)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow();
        String proposed = places.edit();
        RecordBytes.Text answer = answer(places);
        String before = proposed == null ? answer.text() : proposed;
        boolean kept = before != null && before.length() <= LONGEST_BEFORE;
        List<String> cleaned = answers.rules(item.recipeId()).remarks(value).stream()
                .map(Finding::field)
                .toList();
        return new Edit(compact, kept ? before : null, compact.equals(before), cleaned);
    }

    /** What keeps the value that the item has from being published; empty if nothing does. A failure is edited instead. */
    List<Finding> approval(OpenItems.OpenItem item) {
        String code = failure(item.recordId(), item.reason());
        if (VALID.contains(code)) {
            return List.of();
        }
        Whereabouts places = places(item);
        if (places.edit() != null) {
            return List.of();
        }
        List<String> trouble = new ArrayList<>();
        JsonRecord input = bytes.input(places.input(), trouble);
        String text = places.attempts().isEmpty()
                ? null
                : bytes.text(places.attempts().get(0), trouble).text();
        return text == null
                ? List.of(new Finding(code, "", "there is no answer to approve" + because(trouble)))
                : Finding.of(code, item.detail(), answers.rules(item.recipeId()).findings(text, input));
    }

    /** The code of the outcome that the item is about: somebody who asks for a review hides it. */
    String failure(long recordId, String reason) {
        if (!reason.equals(MANUAL)) {
            return reason;
        }
        return ledger.decisions().of(recordId).stream()
                .filter(made -> made.act() == Act.ASK)
                .reduce((earlier, later) -> later)
                .map(made -> String.valueOf(made.reason()))
                .orElse("ok");
    }

    private static String because(List<String> trouble) {
        return trouble.isEmpty() ? "" : " (" + String.join("; ", trouble) + ")";
    }

    private RecordBytes.Text answer(Whereabouts places) {
        return places.attempts().isEmpty()
                ? RecordBytes.Text.NONE
                : bytes.text(places.attempts().get(0), new ArrayList<>());
    }

    private Whereabouts places(OpenItems.OpenItem item) {
        return ledger.openItems()
                .whereabouts(item.recordId())
                .orElseThrow(() -> new ReviewConflictException(
                        "Record " + item.recordId() + " is not in the ledger any more", null));
    }
}
