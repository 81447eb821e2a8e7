package dev.caravan.console.audit;

import dev.caravan.audit.Story;
import dev.caravan.audit.Story.Answer;
import dev.caravan.audit.Story.Chapter;
import dev.caravan.console.Cut;
import dev.caravan.console.Money;
import dev.caravan.console.Sources;
import dev.caravan.ledger.Audit;
import dev.caravan.ledger.Decisions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A story as the template tells it. */
record StoryView(String task, String sourceId, List<Revision> revisions) {

    /**
     * @param href of its review page if it is open; empty if not
     * @param ask record that a person can be asked about; empty if there is none to ask about
     */
    record Revision(
            int number,
            long record,
            String state,
            String code,
            boolean person,
            boolean stale,
            String from,
            String uri,
            String read,
            String rerun,
            String href,
            String ask,
            List<Cut> value,
            List<Change> changes,
            List<Event> decisions,
            List<Try> tries,
            List<Delivery> deliveries,
            List<String> trouble) {
        boolean changed() {
            return !changes.isEmpty();
        }

        boolean decided() {
            return !decisions.isEmpty();
        }
    }

    /** @param at empty where it is not known */
    record Event(String at, String actor, String act, String why, String before, String after) {}

    record Try(
            int number,
            String code,
            String detail,
            String made,
            String cost,
            String sent,
            String home,
            List<Cut> text) {}

    /** @param before empty if it was not there; @param after likewise; both no longer than what is shown at once */
    record Change(String field, String before, String after) {}

    record Delivery(long publication, String frozen, String sink, String state, String at, String reason) {}

    /** @param mayAsk whether whoever looks may ask for a review */
    static StoryView of(Story story, boolean mayAsk, Sources sources) {
        List<Revision> revisions = new ArrayList<>();
        for (Chapter chapter : story.chapters()) {
            boolean newest = revisions.isEmpty();
            revisions.add(
                    revision(chapter, mayAsk && newest && chapter.version().canBeAskedAbout(), sources));
        }
        return new StoryView(story.task(), story.sourceId(), revisions);
    }

    private static Revision revision(Chapter chapter, boolean ask, Sources sources) {
        Audit.Version version = chapter.version();
        Audit.From from = version.from();
        Audit.Again again = from.rerun();
        String state = version.state().name().toLowerCase(Locale.ROOT);
        return new Revision(
                version.revision(),
                version.recordId(),
                state.replace('_', ' '),
                version.code().equals("ok") ? "" : version.code(),
                version.person(),
                version.stale(),
                "drop " + from.drop() + ", line " + from.line() + " of " + sources.shown(from.uri()),
                from.uri(),
                time(from.readAt()),
                again == null ? "" : "rerun " + again.rerun() + " by " + again.actor() + ": " + again.why(),
                state.equals("review_required") ? "/review/" + version.recordId() : "",
                ask ? String.valueOf(version.recordId()) : "",
                cut(chapter.value()),
                chapter.changes().stream()
                        .map(change -> new Change(change.field(), head(change.before()), head(change.after())))
                        .toList(),
                version.decisions().stream().map(StoryView::event).toList(),
                chapter.answers().stream().map(StoryView::attempt).toList(),
                deliveries(version.publication()),
                chapter.trouble());
    }

    private static Event event(Decisions.Made made) {
        return new Event(
                time(made.at()),
                made.actor(),
                made.act().word(),
                text(made.why()),
                head(made.before()),
                head(made.after()));
    }

    private static Try attempt(Answer answer) {
        Audit.Asked asked = answer.asked();
        return new Try(
                answer.attempt().no(),
                answer.attempt().code(),
                answer.attempt().why(),
                answer.model() + " · prompt version " + answer.promptVersion() + " · schema version "
                        + answer.schemaVersion(),
                Money.usd(answer.attempt().usage().costMicros()),
                asked == null ? "" : time(asked.at()),
                asked == null ? "" : time(asked.home()),
                cut(answer.text()));
    }

    private static List<Delivery> deliveries(Audit.@Nullable Published published) {
        return Stream.ofNullable(published)
                .flatMap(one -> one.sinks().stream()
                        .map(sent -> new Delivery(
                                one.publication(),
                                time(one.at()),
                                sent.sink(),
                                sent.state(),
                                time(sent.at()),
                                sent.reason())))
                .toList();
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : at.toString();
    }

    private static List<Cut> cut(@Nullable String text) {
        return Stream.ofNullable(text).map(Cut::of).toList();
    }

    private static String head(@Nullable String text) {
        return Cut.head(text(text));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
