package dev.caravan.console.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.console.Cut;
import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.model.BatchModel;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Outlet;
import dev.caravan.task.Task;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is in force, in words.
 *
 * @param folder of its files, below the folder of the configuration; empty for one of the gateway
 * @param system of the prompt, as templates that are filled with each record
 * @param schema indented; empty where answers are plain
 */
record TaskFacts(String folder, List<Cut> system, List<Cut> user, List<Cut> schema, List<Fact> facts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Fact(String name, List<String> says) {}

    static TaskFacts of(Task task) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Input", input(task.input())));
        facts.add(new Fact("Rules for answers", rules(task.output())));
        facts.add(new Fact("Review", review(task.review())));
        facts.add(new Fact("Publish", publish(task.publish())));
        facts.add(new Fact("Batch models", models(task)));
        facts.add(new Fact("Retry", List.of(retry(task.retry()))));
        facts.add(new Fact("Window", List.of(window(task.window()))));
        facts.add(new Fact("Budget", List.of(budget(task.budget()))));
        facts.add(new Fact("Deadline", List.of(deadline(task.deadline()))));
        facts.add(new Fact("Retention", retention(task.retention())));
        Task.Canary canary = task.canary();
        if (canary != null) {
            facts.add(new Fact(
                    "Canary",
                    List.of("The first " + Figures.count(canary.records())
                            + " records of a new version go alone; more than "
                            + number(canary.maxInvalidPercent()) + " % that break a rule stop it")));
        }
        return new TaskFacts(
                GatewayTasks.isOne(task.name()) ? "" : "tasks/" + task.name() + "/",
                text(task.prompt().system()),
                text(task.prompt().user()),
                text(indented(task.output().schema())),
                facts);
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static List<Cut> text(String text) {
        return text.isBlank() ? List.of() : List.of(Cut.of(text));
    }

    /** Empty if there is none. */
    static String indented(@Nullable String json) {
        if (json == null) {
            return "";
        }
        try {
            return JSON.readTree(json).toPrettyString();
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    private static List<String> input(Task.Input input) {
        List<String> says = new ArrayList<>();
        says.add("Source record ID: " + input.key());
        says.add("Required: " + String.join(", ", input.required()));
        says.add("At most " + Figures.count(input.maxChars()) + " characters");
        says.add("Format: " + (input.format() == null ? "by the file's extension" : input.format()));
        return says;
    }

    /** Of what makes an answer valid beside its schema. */
    static List<String> rules(Task.Output output) {
        List<String> says = new ArrayList<>();
        output.echo().forEach((field, input) -> says.add(field + " repeats " + input));
        output.among().forEach((field, input) -> says.add(field + " is one of the input's " + input));
        says.addAll(output.rules());
        Task.Texts texts = output.texts();
        says.add("HTML: " + texts.html().name().toLowerCase(Locale.ROOT));
        says.add("At most " + Figures.count(texts.maxChars()) + " characters in a text");
        if (!texts.languages().isEmpty()) {
            says.add("Languages: " + String.join(", ", texts.languages()));
        }
        texts.forbidden().forEach(pattern -> says.add("Forbidden: " + pattern));
        if (output.lenientFences()) {
            says.add("JSON in a code fence counts");
        }
        return says;
    }

    private static List<String> review(Task.Review review) {
        List<String> says = new ArrayList<>();
        if (review.when() != null) {
            says.add("When " + review.when());
        }
        says.add("Sample of valid answers: " + number(review.samplePercent()) + " %");
        says.add("After " + review.afterAttempts() + " answers that broke a rule");
        if (review.second()) {
            says.add("A second person must agree");
        }
        return says;
    }

    private static List<String> publish(Task.Publish publish) {
        List<String> says = new ArrayList<>();
        for (Outlet outlet : publish.outlets()) {
            String when = outlet.when() != null ? " when " + outlet.when() : outlet.otherwise() ? " otherwise" : "";
            says.add(outlet.sink()
                    + when
                    + (outlet.fields().isEmpty()
                            ? ""
                            : " with the fields "
                                    + String.join(", ", outlet.fields().keySet())));
        }
        if (publish.rejects() != null) {
            says.add(publish.rejects() + " gets what people rejected");
        }
        says.add("Gate: " + publish.gate().word()
                + (publish.maxErrorPercent() > 0
                        ? ", at most " + number(publish.maxErrorPercent()) + " % errors"
                        : ""));
        return says;
    }

    private static List<String> models(Task task) {
        List<String> says = new ArrayList<>();
        says.add(model(task.model()));
        if (task.standIn() != null) {
            says.add("Where there are too few records: " + model(task.standIn()));
        }
        Task.Deadline deadline = task.deadline();
        if (deadline != null && deadline.moveTo() != null) {
            says.add("Where a batch is too late: " + model(deadline.moveTo()));
        }
        return says;
    }

    private static String model(BatchModel model) {
        return model.name() + ": " + model.model() + " by " + model.credential().name()
                + (model.thinking() == null ? "" : ", thinking " + model.thinking());
    }

    private static String retry(Task.Retry retry) {
        return Figures.count(retry.attempts()) + " attempts in all where a provider fails, after "
                + Figures.duration(retry.first()) + " at first, " + Figures.duration(retry.longest()) + " at most";
    }

    private static String window(Duration window) {
        return window.isZero() ? "Sent at once" : "Records wait " + Figures.duration(window) + " for others";
    }

    private static String budget(Task.@Nullable Budget budget) {
        return budget == null ? "None" : Money.usd(budget.micros()) + (budget.perDay() ? " a day" : " in all");
    }

    private static String deadline(Task.@Nullable Deadline deadline) {
        if (deadline == null) {
            return "None";
        }
        String then = deadline.moves()
                ? "; then another model answers" + (deadline.review() ? ", and a person looks at it" : "")
                : deadline.cancels() ? "; then it is cancelled and what was not run is held" : "; then it is told";
        return Figures.duration(deadline.after()) + then;
    }

    private static List<String> retention(Task.Retention retention) {
        return List.of(
                "Payloads: " + (retention.payloads() == null ? "kept" : Figures.duration(retention.payloads())),
                "Rows of the ledger: " + (retention.audit() == null ? "kept" : Figures.duration(retention.audit())));
    }
}
