package dev.caravan.audit;

import dev.caravan.audit.Dossier.Attempt;
import dev.caravan.audit.Dossier.Exchange;
import dev.caravan.audit.Dossier.Line;
import dev.caravan.audit.Story.Answer;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.RecordLines;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Audit;
import dev.caravan.ledger.Audit.Gone;
import dev.caravan.ledger.Audit.Version;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.task.JsonRecord;
import dev.caravan.validation.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One record's every attempt, with the bytes that it sent and got. Of what was erased or lost its payloads by age no byte is
 * shown, whether it is still there or not. Thread-safe.
 */
public final class Dossiers {
    /** A request is found by reading its file: more of that at once would only be slower. */
    private static final int SEARCHES = 2;

    private static final int EVENTS = 20;

    private static final JsonRecord NO_INPUT = JsonRecord.parse("{}".getBytes(StandardCharsets.UTF_8));

    private final Ledger ledger;
    private final Audits audits;
    private final RecordAnswers answers;
    private final RecordLines lines;
    private final Semaphore searches = new Semaphore(SEARCHES);

    Dossiers(Ledger ledger, Audits audits, RecordAnswers answers, RecordLines lines) {
        this.ledger = ledger;
        this.audits = audits;
        this.answers = answers;
        this.lines = lines;
    }

    /** Empty if there is no such record. */
    public Optional<Dossier> of(long recordId) {
        Optional<RecordRow> row = ledger.lists().record(recordId);
        Optional<Version> version = ledger.audit().version(recordId);
        return row.isPresent() && version.isPresent()
                ? Optional.of(dossier(row.get(), version.get()))
                : Optional.empty();
    }

    private Dossier dossier(RecordRow row, Version version) {
        Gone gone = ledger.audit().gone(row.id()).orElse(null);
        List<String> trouble = new ArrayList<>();
        JsonRecord input = gone == null ? input(row.id(), trouble) : null;
        Story.Chapter chapter = gone == null ? audits.chapter(version, null) : audits.withoutBytes(version);
        trouble.addAll(chapter.trouble());
        JsonRecord judgedBy = input == null ? NO_INPUT : input;
        return new Dossier(
                row,
                new Story.Chapter(version, chapter.answers(), chapter.value(), List.of(), trouble),
                chapter.answers().stream()
                        .map(answer -> judged(answer, judgedBy))
                        .toList(),
                input == null ? null : new String(input.bytes(), StandardCharsets.UTF_8),
                ledger.audit().revisions(row.id()),
                ledger.events().of("record " + row.id(), EVENTS),
                gone);
    }

    private @Nullable JsonRecord input(long recordId, List<String> trouble) {
        Assembly.InputAt at = ledger.assembly().inputsOf(List.of(recordId)).get(recordId);
        if (at == null) {
            trouble.add("its input is not in the ledger any more");
            return null;
        }
        try {
            return JsonRecord.parse(lines.input(at));
        } catch (IOException | IllegalArgumentException e) {
            trouble.add("its input can't be read: " + e.getMessage());
            return null;
        }
    }

    private Attempt judged(Answer answer, JsonRecord input) {
        String text = answer.text();
        int recipe = answer.attempt().recipeId();
        return new Attempt(
                answer,
                Finding.of(
                        answer.attempt().code(),
                        answer.attempt().why(),
                        text == null ? List.of() : answers.rules(recipe).findings(text, input)),
                text == null ? List.of() : answers.rules(recipe).remarks(text));
    }

    /** What an attempt sent and what came back; empty if there is no such attempt. Reads a request file up to its request. */
    public Optional<Exchange> exchange(long recordId, int attempt) {
        return ledger.audit().version(recordId).stream()
                .flatMap(version -> version.attempts().stream())
                .filter(one -> one.no() == attempt)
                .findFirst()
                .map(one -> ledger.audit()
                        .gone(recordId)
                        .map(gone -> new Exchange(Line.missing(why(gone)), Line.missing(why(gone))))
                        .orElseGet(() -> new Exchange(request(recordId, one.batchId()), result(one.file(), one.at()))));
    }

    /** Why bytes are gone, as a sentence. */
    public static String why(Gone gone) {
        String what = gone.erased() ? "erased on request" : "deleted by age";
        return gone.at() == null ? "It is being " + what + "." : "It was " + what + " at " + gone.at() + ".";
    }

    private Line request(long recordId, long batchId) {
        Audit.Request at = ledger.audit().request(recordId, batchId).orElse(null);
        if (at == null) {
            return Line.missing("Batch " + batchId + " has no request for it.");
        }
        if (!searches.tryAcquire()) {
            return Line.missing("Other requests are being looked for just now. Ask again in a moment.");
        }
        try {
            return line(lines.request(at.path(), at.line()));
        } catch (NoSuchFileException e) {
            return Line.missing(at.path() + " is not in the spool any more.");
        } catch (IOException e) {
            return Line.missing("It can't be read: " + e.getMessage() + ".");
        } finally {
            searches.release();
        }
    }

    private Line result(@Nullable ResultFile file, @Nullable ResultAt at) {
        if (file == null || at == null) {
            return Line.missing("No line of any result file was about it.");
        }
        try {
            return line(lines.result(file, at));
        } catch (NoSuchFileException e) {
            return Line.missing(file.path() + " is not in the spool any more.");
        } catch (IOException e) {
            return Line.missing("It can't be read: " + e.getMessage() + ".");
        }
    }

    private static Line line(RecordLines.Line line) {
        return line.text().strip().equals("{}")
                ? Line.missing("It was erased on request.")
                : new Line(line.text(), line.whole(), "");
    }
}
