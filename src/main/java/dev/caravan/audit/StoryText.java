package dev.caravan.audit;

import dev.caravan.audit.Story.Answer;
import dev.caravan.audit.Story.Chapter;
import dev.caravan.ledger.Audit.Again;
import dev.caravan.ledger.Audit.Asked;
import dev.caravan.ledger.Audit.Published;
import dev.caravan.ledger.Decisions.Made;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A story as lines for people, oldest first, so that it reads like one. */
public final class StoryText {
    private static final int LONGEST = 200;

    private StoryText() {}

    public static List<String> of(Story story) {
        List<String> lines = new ArrayList<>();
        lines.add("Record \"" + story.sourceId() + "\" of task " + story.task());
        List<Chapter> oldestFirst = new ArrayList<>(story.chapters());
        Collections.reverse(oldestFirst);
        oldestFirst.forEach(chapter -> chapter(chapter, lines));
        return lines;
    }

    private static void chapter(Chapter chapter, List<String> lines) {
        var version = chapter.version();
        var from = version.from();
        lines.add("");
        lines.add(
                "Revision " + version.revision() + ": " + version.state().name().toLowerCase(Locale.ROOT)
                        + (version.code().isEmpty() || version.code().equals("ok") ? "" : " (" + version.code() + ")")
                        + (version.stale() ? ", overtaken by a newer one" : ""));
        Again again = from.rerun();
        lines.add("  " + time(from.readAt()) + "read from line " + from.line() + " of " + from.uri() + " (drop "
                + from.drop() + ")");
        if (again != null) {
            lines.add("  " + time(again.at()) + "sent again by " + again.actor() + ": " + again.why() + " (rerun "
                    + again.rerun() + ")");
        }
        List<Answer> answers = new ArrayList<>(chapter.answers());
        Collections.reverse(answers);
        answers.forEach(answer -> lines.add("  " + answer(answer)));
        version.decisions().forEach(made -> lines.add("  " + decision(made)));
        Published published = version.publication();
        if (published != null) {
            lines.add("  " + time(published.at()) + "publication " + published.publication());
            published
                    .sinks()
                    .forEach(sent -> lines.add("  " + time(sent.at()) + "sink " + sent.sink() + ": "
                            + sent.state()
                            + (sent.reason().isEmpty() ? "" : " (" + sent.reason() + ")")));
        }
        if (chapter.value() != null) {
            lines.add("  value: " + cut(chapter.value()));
        }
        chapter.changes()
                .forEach(change -> lines.add("  changed: " + (change.field().isEmpty() ? "answer" : change.field())
                        + ": " + cut(change.before()) + " -> " + cut(change.after())));
        chapter.trouble().forEach(trouble -> lines.add("  " + trouble));
    }

    private static String answer(Answer answer) {
        var attempt = answer.attempt();
        Asked asked = answer.asked();
        return time(asked == null ? null : asked.at()) + "attempt " + attempt.no() + ": " + answer.model()
                + ", prompt version " + answer.promptVersion() + ", schema version " + answer.schemaVersion()
                + String.format(Locale.ROOT, ", %.6f USD", attempt.usage().costMicros() / 1_000_000.0)
                + (attempt.batchId() == 0 ? "" : ", batch " + attempt.batchId()) + ": "
                + (attempt.code().isEmpty() ? "no answer yet" : attempt.code())
                + (attempt.why().isEmpty() ? "" : " (" + cut(attempt.why()) + ")");
    }

    private static String decision(Made made) {
        return time(made.at()) + made.actor() + ": " + made.act().word()
                + (made.why() == null ? "" : " (" + cut(made.why()) + ")");
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : at + " ";
    }

    private static String cut(@Nullable String text) {
        return text == null ? "nothing" : text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
