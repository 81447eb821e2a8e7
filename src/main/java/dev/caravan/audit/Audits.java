package dev.caravan.audit;

import dev.caravan.audit.Story.Answer;
import dev.caravan.audit.Story.Chapter;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.ledger.Audit;
import dev.caravan.ledger.Audit.Version;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.OpenItems.Attempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** "Why did this field change?": everything of one source record, with values and what is another in them. Thread-safe. */
public final class Audits {
    private final Audit ledger;
    private final RecordAnswers answers;

    public Audits(Audit ledger, RecordAnswers answers) {
        this.ledger = ledger;
        this.answers = answers;
    }

    /** Empty if there is no such record, or it was erased. */
    public Optional<Story> of(String task, String sourceId) {
        return ledger.of(task, sourceId).map(trail -> {
            List<Version> oldestFirst = new ArrayList<>(trail.versions());
            Collections.reverse(oldestFirst);
            List<Chapter> chapters = new ArrayList<>();
            String published = null;
            for (Version version : oldestFirst) {
                Chapter chapter = chapter(version, published);
                chapters.add(chapter);
                if (version.publication() != null && chapter.value() != null) {
                    published = chapter.value();
                }
            }
            Collections.reverse(chapters);
            return new Story(trail.task(), trail.sourceId(), List.copyOf(chapters));
        });
    }

    /** The same without a byte of what was said: not even where the bytes are. */
    Chapter withoutBytes(Version version) {
        List<Answer> made = version.attempts().stream()
                .map(attempt -> answer(attempt, version, null))
                .toList();
        return new Chapter(version, made, null, List.of(), List.of());
    }

    /** @param before the value published before; null if there is none, or it is not asked for */
    Chapter chapter(Version version, @Nullable String before) {
        List<String> trouble = new ArrayList<>();
        List<Answer> said = version.attempts().stream()
                .map(attempt -> answer(attempt, version, text(attempt, trouble)))
                .toList();
        String edit = version.edit();
        String value = edit != null
                ? edit
                : said.isEmpty() || !hasValue(version) ? null : said.get(0).text();
        boolean compare = before != null && value != null && version.publication() != null;
        return new Chapter(
                version,
                said,
                value,
                compare ? Difference.between(String.valueOf(before), String.valueOf(value)) : List.of(),
                List.copyOf(trouble));
    }

    private static boolean hasValue(Version version) {
        return switch (version.state()) {
            case COMPLETED, PUBLISHED, REVIEW_REQUIRED -> true;
            case SUPERSEDED -> version.publication() != null;
            default -> false;
        };
    }

    private Answer answer(Attempt attempt, Version version, @Nullable String text) {
        RecordAnswers.Maker maker = answers.maker(attempt.recipeId());
        return new Answer(
                attempt,
                version.batches().get(attempt.batchId()),
                maker.model(),
                maker.promptVersion(),
                maker.schemaVersion(),
                text);
    }

    private @Nullable String text(Attempt attempt, List<String> trouble) {
        ResultFile file = attempt.file();
        ResultAt at = attempt.at();
        if (file == null || at == null) {
            return null;
        }
        try {
            String said = answers.said(attempt.recipeId(), file, at).answer();
            return said == null
                    ? null
                    : answers.rules(attempt.recipeId())
                            .value(said)
                            .map(value -> new String(value, StandardCharsets.UTF_8))
                            .orElse(said);
        } catch (IOException e) {
            trouble.add("attempt " + attempt.no() + " can't be read: " + e.getMessage());
            return null;
        }
    }
}
