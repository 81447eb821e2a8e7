package dev.caravan.console.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.console.Cut;
import dev.caravan.console.Money;
import dev.caravan.ledger.Act;
import dev.caravan.review.Item;
import dev.caravan.review.Note;
import dev.caravan.review.Try;
import dev.caravan.validation.Finding;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * One item as the template shows it.
 *
 * @param claimed whether whoever looks may decide
 * @param before what whoever looks had open before
 * @param form the edit form; empty while nothing is edited
 * @param trouble why the last decision was not taken; empty if none was refused
 */
record ItemView(
        Item item,
        QueueQuery query,
        String csrf,
        boolean claimed,
        boolean mayReview,
        Before before,
        List<FormField> form,
        List<Finding> findings,
        String trouble,
        String me,
        List<String> models) {

    /** A finding and a link to where it is. */
    record Told(String text, String href) {}

    record Attempt(Try made, String cost, List<Marks> rows, List<FieldDiff> changes) {}

    record Event(Note note, String at, String act, String reason, List<FieldDiff> changes) {}

    static List<FormField> form(Item item, List<Finding> findings, @Nullable MultiValueMap<String, String> sent) {
        JsonNode answer = editable(item);
        List<Finding> remarks = item.proposed() == null ? item.remarks() : List.of();
        return FieldSpec.of(Leaves.parse(item.schema()), answer).stream()
                .map(spec -> FormField.of(spec, answer, findings, remarks, sent))
                .toList();
    }

    /** What an edit begins with: what the first person made of it, else the answer. */
    static @Nullable JsonNode editable(Item item) {
        String proposed = item.proposed();
        return proposed != null ? Leaves.parse(proposed) : item.json() ? Leaves.parse(item.answer()) : null;
    }

    boolean editing() {
        return !form.isEmpty();
    }

    String reasonWords() {
        return Words.reason(item.reason());
    }

    boolean hasDetail() {
        boolean told = findings.stream().anyMatch(finding -> item.detail().startsWith(finding.toString()));
        return !item.detail().isBlank() && !told;
    }

    String since() {
        return item.since().toString();
    }

    String cost() {
        return Money.usd(item.made().costMicros());
    }

    boolean wasMade() {
        return !item.made().model().isEmpty();
    }

    String self(String... more) {
        return query.at(
                "/review/" + item.recordId(),
                Stream.concat(Stream.of("back", back()), Stream.of(more)).toArray(String[]::new));
    }

    String here() {
        return self();
    }

    String edit() {
        return self("edit", "1");
    }

    String back() {
        return before.text();
    }

    String next() {
        return on("/review/next");
    }

    String ahead() {
        return on("/review/ahead");
    }

    private String on(String path) {
        return query.at(
                path,
                "after",
                item.cursor().text(),
                "back",
                before.and(item.recordId()).text());
    }

    String previous() {
        return before.records().isEmpty()
                ? ""
                : query.at("/review/previous", "back", back(), "left", String.valueOf(item.recordId()));
    }

    String go() {
        return query.at("/review/" + item.recordId() + "/go");
    }

    String keep() {
        return "/review/" + item.recordId() + "/keep";
    }

    String list() {
        return query.at("/review");
    }

    String after() {
        return item.cursor().text();
    }

    List<Marks> input() {
        return Marks.plain(item.input());
    }

    List<Marks> output() {
        return item.json() ? Marks.answer(item.answer(), item.findings(), item.remarks()) : List.of();
    }

    /** An answer that is no JSON. */
    List<Cut> raw() {
        String answer = item.answer();
        return item.json() || answer == null ? List.of() : List.of(Cut.of(answer));
    }

    boolean nothing() {
        return item.answer() == null;
    }

    /** Findings with links: to the form's field while it is open, else to the row. */
    List<Told> told() {
        List<Marks> rows = output();
        return findings.stream()
                .map(finding -> new Told(finding.toString(), editing() ? formField(finding) : row(finding, rows)))
                .toList();
    }

    private static String row(Finding finding, List<Marks> rows) {
        String row = Marks.rowOf(finding, rows);
        return row.isEmpty() ? "" : "#" + row;
    }

    private String formField(Finding finding) {
        return form.stream()
                .filter(field -> field.findings().contains(finding))
                .map(field -> "#" + field.id())
                .findFirst()
                .orElse("");
    }

    boolean broken() {
        return !findings.isEmpty();
    }

    boolean mayApprove() {
        return item.json() && item.findings().stream().allMatch(this::saysWhyItIsHere) && !firstIsMe();
    }

    /** What became of the attempt is no fault of the answer: what there is of it may still be right. */
    private boolean saysWhyItIsHere(Finding finding) {
        return finding.code().equals(item.reason())
                && finding.field().isEmpty()
                && item.detail().startsWith(finding.message());
    }

    boolean firstIsMe() {
        return me.equals(item.firstEyes());
    }

    boolean second() {
        return item.firstEyes() != null;
    }

    List<FieldDiff> proposal() {
        String proposed = item.proposed();
        return proposed == null ? List.of() : FieldDiff.between(item.json() ? item.answer() : null, proposed);
    }

    List<FieldDiff> sincePublished() {
        String published = item.published();
        return published == null || !item.json() ? List.of() : FieldDiff.between(published, item.answer());
    }

    boolean sameAsPublished() {
        return item.published() != null && item.json() && sincePublished().isEmpty();
    }

    List<Attempt> attempts() {
        return item.earlier().stream()
                .map(made -> new Attempt(
                        made,
                        Money.usd(made.made().costMicros()),
                        Marks.plain(made.answer()),
                        made.json() && item.json() ? FieldDiff.between(made.answer(), item.answer()) : List.of()))
                .toList();
    }

    List<Event> trail() {
        return item.trail().stream()
                .map(note -> new Event(
                        note,
                        note.at().toString(),
                        Words.done(note.act()),
                        Words.shortReason(note.reason() == null ? "" : note.reason()),
                        note.act() == Act.EDIT ? FieldDiff.between(note.before(), note.after()) : List.of()))
                .toList();
    }
}
