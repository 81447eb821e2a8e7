package dev.caravan.console.models;

import dev.caravan.access.Sight;
import dev.caravan.console.Cut;
import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.model.BatchModel;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.realtime.NoAnswerException;
import dev.caravan.sample.ModelTrial;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Asks a batch model about one record or one text in real time: says first what that may cost, then shows the answer. */
@RestController
final class TrialPage {
    /** In millionths of a US dollar. */
    private static final long A_LITTLE = 50;

    private static final String USUAL = "Say in one sentence what a caravan is.";

    private final Pages pages;
    private final Seen seen;
    private final Payers payers;
    private final Tasks tasks;
    private final Sight sight;
    private final ModelTrial trial;

    TrialPage(Pages pages, Seen seen, Payers payers, Tasks tasks, Sight sight, ModelTrial trial) {
        this.pages = pages;
        this.seen = seen;
        this.payers = payers;
        this.tasks = tasks;
        this.sight = sight;
        this.trial = trial;
    }

    /** What was typed. @param task empty for a text */
    private record Typed(String task, String source, String text) {
        static Typed of(HttpServletRequest request) {
            return new Typed(
                    TypedModel.said(request, "task"),
                    TypedModel.said(request, "source"),
                    TypedModel.said(request, "text"));
        }
    }

    /**
     * What it would be.
     *
     * @param most in millionths of a US dollar; @param price the same for a person
     * @param once for {@link Once}
     */
    record Asking(long most, String once, String price, String about, Cut input) {}

    /** What came of it. @param word for a badge */
    record Answer(
            String word,
            String verdict,
            String code,
            String detail,
            List<Cut> answer,
            List<String> findings,
            String tokensIn,
            String tokensOut,
            String thought,
            String cost,
            String took) {}

    record Shown(
            String csrf, String model, List<Input> inputs, List<Asking> asking, List<Answer> answer, String trouble) {}

    @GetMapping("/models/{model}/try")
    ResponseEntity<String> ask(@PathVariable String model, HttpServletRequest request) {
        BatchModel found = seen.model(request, model);
        Typed typed = Typed.of(request);
        Typed usual = typed.text().isEmpty() ? new Typed(typed.task(), typed.source(), USUAL) : typed;
        return show(request, HttpStatus.OK, found, usual, null, null, "");
    }

    /** With {@code most}, what it was said to cost at most, it is asked, once; without, nothing is sent. */
    @PostMapping("/models/{model}/try")
    ResponseEntity<String> answer(@PathVariable String model, HttpServletRequest request) throws IOException {
        BatchModel found = seen.model(request, model);
        Typed typed = Typed.of(request);
        ModelTrial.Ready ready;
        try {
            ready = ready(request, found, typed);
        } catch (IllegalArgumentException e) {
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, found, typed, null, null, e.getMessage() + ".");
        }
        String said = TypedModel.said(request, "most");
        if (!said.matches("[0-9]{1,18}")) {
            return show(request, HttpStatus.OK, found, typed, ready, null, "");
        }
        if (ready.most() > Long.parseLong(said)) {
            return show(
                    request,
                    HttpStatus.CONFLICT,
                    found,
                    typed,
                    ready,
                    null,
                    "It may cost more than you were told. Nothing was asked; look again.");
        }
        if (!Once.take(request, TypedModel.said(request, "once"))) {
            return show(
                    request,
                    HttpStatus.CONFLICT,
                    found,
                    typed,
                    ready,
                    null,
                    "This was asked already, or the page is an old one. Nothing was asked now; look again.");
        }
        try {
            ModelTrial.Told told = trial.ask(ready, new Visit(request).actor());
            return show(request, HttpStatus.OK, found, typed, ready, told, "");
        } catch (NoAnswerException e) {
            return show(
                    request,
                    HttpStatus.OK,
                    found,
                    typed,
                    null,
                    null,
                    "No answer (" + e.code() + "): " + e.getMessage() + ".");
        } catch (IllegalArgumentException e) {
            return show(
                    request,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    found,
                    typed,
                    null,
                    null,
                    "It can't be asked in real time: " + e.getMessage() + ".");
        }
    }

    private ModelTrial.Ready ready(HttpServletRequest request, BatchModel model, Typed typed) throws IOException {
        return typed.task().isEmpty()
                ? trial.ofText(model, payers.workspace(request, model), typed.text())
                : trial.ofRecord(model, typed.task(), typed.source());
    }

    private ResponseEntity<String> show(
            HttpServletRequest request,
            HttpStatus status,
            BatchModel model,
            Typed typed,
            ModelTrial.@Nullable Ready ready,
            ModelTrial.@Nullable Told told,
            String trouble) {
        Visit visit = new Visit(request);
        Shown shown = new Shown(
                visit.csrf(),
                model.name(),
                inputs(request, model, typed),
                ready == null || told != null ? List.of() : List.of(asking(request, ready)),
                Stream.ofNullable(told).map(one -> answer(model, one)).toList(),
                trouble);
        return pages.page(visit, status, "Test of " + model.name(), "try", shown);
    }

    private List<Input> inputs(HttpServletRequest request, BatchModel model, Typed typed) {
        List<Input.Option> what = new ArrayList<>();
        what.add(new Input.Option("", "the text below", typed.task().isEmpty()));
        tasks.byName().values().stream()
                .filter(task -> task.model().name().equals(model.name()))
                .map(Task::name)
                .filter(task -> sight.task(request, task))
                .sorted()
                .forEach(task ->
                        what.add(new Input.Option(task, "a record of task " + task, task.equals(typed.task()))));
        return List.of(
                Input.select("task", "Ask about", what)
                        .hint(
                                "A record goes with the prompt, the schema and the rules of its task, and counts against its"
                                        + " budget. A text goes alone."),
                Input.line("source", "Source record ID", typed.source())
                        .hint("Of a record. Left out: the first of the newest drop."),
                Input.area("text", "Text", typed.text()));
    }

    private static boolean isPriced(BatchModel model) {
        return model.facts()
                .map(ModelFacts::price)
                .filter(price -> !price.equals(Price.FREE))
                .isPresent();
    }

    private static Asking asking(HttpServletRequest request, ModelTrial.Ready ready) {
        // Its id is another one each time, and so may be a few tokens more.
        long most = ready.most() + ready.most() / 50 + A_LITTLE;
        return new Asking(
                most,
                Once.give(request),
                isPriced(ready.model())
                        ? "It costs at most " + Money.usd(most) + ", at the price of real-time calls."
                        : "What it costs can't be said: config/providers.yaml has no price for this model.",
                ready.about(),
                Cut.of(ready.input()));
    }

    private static Answer answer(BatchModel model, ModelTrial.Told told) {
        return new Answer(
                switch (told.verdict()) {
                    case "answered", "valid" -> "good";
                    case "review" -> "warn";
                    default -> "bad";
                },
                told.verdict(),
                told.code().equals("ok") ? "" : told.code(),
                told.detail(),
                told.answer().isEmpty() ? List.of() : List.of(Cut.of(told.answer())),
                told.findings(),
                Figures.count(told.tokens().in()),
                Figures.count(told.tokens().out()),
                told.tokens().reasoning() == 0
                        ? ""
                        : Figures.count(told.tokens().reasoning()),
                isPriced(model)
                        ? Money.usd(told.micros())
                        : "not known: config/providers.yaml has no price for this model",
                String.format(Locale.ROOT, "%.1f s", told.millis() / 1000.0));
    }
}
