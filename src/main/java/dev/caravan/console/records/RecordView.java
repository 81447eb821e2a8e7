package dev.caravan.console.records;

import dev.caravan.audit.Dossier;
import dev.caravan.audit.Dossiers;
import dev.caravan.console.Cut;
import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.console.Sources;
import dev.caravan.console.publications.SinkView;
import dev.caravan.ledger.Audit;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.RecordState;
import dev.caravan.validation.Finding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One record as the template tells it.
 *
 * @param gone why its bytes are not shown; empty if they are
 * @param rerun who sent it again, empty if it came by itself
 * @param value that it has or had; empty list if none
 * @param review address of its open item; empty if it is not open
 * @param ask whether a person can be asked about it
 */
record RecordView(
        long id,
        String task,
        String sourceId,
        int revision,
        boolean current,
        String state,
        String tone,
        String code,
        String says,
        String gone,
        boolean person,
        Origin origin,
        List<Cut> input,
        List<Cut> value,
        List<AttemptView> attempts,
        List<Event> decisions,
        List<Note> notes,
        List<Published> publications,
        List<Other> revisions,
        List<String> trouble,
        String review,
        boolean ask) {

    boolean noted() {
        return !notes.isEmpty();
    }

    record Origin(
            long drop, String zone, String file, String uri, long line, String read, String rerunId, String rerun) {}

    /** @param why what the findings do not say; @param batch empty if it was in none */
    record AttemptView(
            String href,
            int no,
            String code,
            String tone,
            String why,
            String made,
            String batch,
            String job,
            String tokens,
            String cost,
            String sent,
            String home,
            List<Finding> findings,
            List<Finding> remarks,
            List<Cut> answer) {}

    record Event(String at, String actor, String act, String why, String before, String after) {}

    /** An event. */
    record Note(String at, String kind, String actor, String body) {}

    record Published(long id, String at, List<SinkView> sinks) {}

    record Other(String href, int revision, String state, String tone, boolean here) {}

    static RecordView of(Dossier dossier, boolean mayAsk, Sources sources) {
        RecordRow row = dossier.record();
        Audit.Version version = dossier.chapter().version();
        Audit.Gone gone = dossier.gone();
        String code = version.code().equals("ok") ? "" : version.code();
        return new RecordView(
                row.id(),
                row.task(),
                row.sourceId(),
                row.revision(),
                row.current(),
                RecordWords.of(row.state()),
                RecordWords.tone(row.state()),
                code,
                RecordWords.says(row, version.stale()),
                gone == null ? "" : Dossiers.why(gone),
                row.person(),
                origin(version.from(), sources),
                pretty(dossier.input()),
                pretty(dossier.chapter().value()),
                dossier.attempts().stream().map(one -> attempt(row.id(), one)).toList(),
                version.decisions().stream().map(RecordView::event).toList(),
                dossier.events().stream().map(RecordView::note).toList(),
                published(version.publication()),
                dossier.revisions().stream().map(one -> other(one, row.id())).toList(),
                dossier.chapter().trouble(),
                row.state() == RecordState.REVIEW_REQUIRED ? "/review/" + row.id() : "",
                mayAsk && gone == null && row.current() && version.canBeAskedAbout());
    }

    private static Origin origin(Audit.From from, Sources sources) {
        Audit.Again again = from.rerun();
        return new Origin(
                from.drop(),
                from.zone(),
                sources.shown(from.uri()),
                from.uri(),
                from.line(),
                time(from.readAt()),
                again == null ? "" : String.valueOf(again.rerun()),
                again == null ? "" : again.actor() + ": " + again.why());
    }

    private static AttemptView attempt(long record, Dossier.Attempt one) {
        var answer = one.answer();
        var attempt = answer.attempt();
        var usage = attempt.usage();
        Audit.Asked asked = answer.asked();
        boolean good = attempt.code().isEmpty() || attempt.code().equals("ok");
        return new AttemptView(
                "/records/" + record + "/attempts/" + attempt.no(),
                attempt.no(),
                attempt.code().isEmpty() ? "no answer yet" : attempt.code(),
                attempt.code().isEmpty()
                        ? "run"
                        : good ? "good" : attempt.code().startsWith("review.") ? "warn" : "bad",
                one.findings().isEmpty() ? attempt.why() : "",
                answer.model() + " · prompt version " + answer.promptVersion() + " · schema version "
                        + answer.schemaVersion(),
                attempt.batchId() == 0 ? "" : String.valueOf(attempt.batchId()),
                asked == null || asked.providerId() == null ? "" : asked.providerId(),
                Figures.count(usage.in()) + " in (" + Figures.count(usage.cached()) + " cached), "
                        + Figures.count(usage.out()) + " out (" + Figures.count(usage.reasoning()) + " reasoning)",
                Money.usd(usage.costMicros()),
                asked == null ? "" : time(asked.at()),
                asked == null ? "" : time(asked.home()),
                one.findings(),
                one.remarks(),
                pretty(answer.text()));
    }

    private static Event event(Decisions.Made made) {
        return new Event(
                time(made.at()),
                made.actor(),
                made.act().word(),
                text(made.why()),
                Cut.head(text(made.before())),
                Cut.head(text(made.after())));
    }

    private static Note note(Events.Event event) {
        return new Note(event.at().toString(), Figures.words(event.kind()), event.actor(), event.body());
    }

    private static List<Published> published(Audit.@Nullable Published published) {
        return Stream.ofNullable(published)
                .map(one -> new Published(
                        one.publication(),
                        time(one.at()),
                        one.sinks().stream().map(SinkView::of).toList()))
                .toList();
    }

    private static Other other(Audit.Revision revision, long here) {
        return new Other(
                "/records/" + revision.recordId(),
                revision.revision(),
                RecordWords.of(revision.state()),
                RecordWords.tone(revision.state()),
                revision.recordId() == here);
    }

    static String time(@Nullable Instant at) {
        return at == null ? "" : at.toString();
    }

    private static List<Cut> pretty(@Nullable String text) {
        return Stream.ofNullable(text).map(Json::indented).map(Cut::of).toList();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
