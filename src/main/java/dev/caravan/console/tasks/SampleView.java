package dev.caravan.console.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.console.Cut;
import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.sample.Plan;
import dev.caravan.sample.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a sample would be, or was.
 *
 * @param plan one, while nobody said yes; else none
 * @param report one, if it was asked; else none
 */
record SampleView(List<Planned> plan, List<Done> report) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final SampleView NOTHING = new SampleView(List.of(), List.of());

    /**
     * @param most in millionths of a US dollar; {@code mostShown} is the same for people
     * @param refused rows that the task would not take, and why the first of them; empty if it takes all
     */
    record Planned(
            String records, String of, String refused, long most, String mostShown, String lines, List<String> ids) {}

    /** @param sums in a sentence */
    record Done(String sums, List<Answer> answers) {}

    record Field(String name, Cut value) {}

    /** @param badge class of its verdict; @param said what the model said where there is no output */
    record Answer(
            String id,
            String verdict,
            String badge,
            String code,
            String detail,
            List<String> findings,
            List<Field> input,
            List<Cut> output,
            List<Cut> said,
            String tokens,
            String cost,
            String took) {}

    static SampleView planned(Plan plan) {
        String refused = plan.refused() == 0
                ? ""
                : Figures.count(plan.refused()) + " rows the task would not take: " + String.join("; ", plan.reasons());
        return new SampleView(
                List.of(new Planned(
                        Figures.count(plan.inputs().size()),
                        Figures.count(plan.read()),
                        refused,
                        plan.most(),
                        Money.usd(plan.most()),
                        plan.lines(),
                        plan.inputs().stream().map(Plan.Input::sourceId).toList())),
                List.of());
    }

    static SampleView answered(Plan plan, Report report) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < report.asked().size(); i++) {
            answers.add(answer(plan.inputs().get(i), report.asked().get(i)));
        }
        Report.Sum sum = report.sum();
        String sums = Figures.count(answers.size()) + " asked of version " + report.version() + " with "
                + report.model()
                + ": " + sum.valid() + " valid, " + sum.review() + " for review, " + sum.invalid() + " invalid, "
                + sum.errors() + " without an answer. It cost " + cost(sum.usd()) + " for "
                + Figures.count(sum.tokensIn())
                + " tokens in and " + Figures.count(sum.tokensOut()) + " out.";
        return new SampleView(List.of(), List.of(new Done(sums, answers)));
    }

    private static Answer answer(Plan.Input input, Report.Asked asked) {
        String output = asked.output();
        return new Answer(
                input.sourceId(),
                asked.verdict(),
                switch (asked.verdict()) {
                    case "valid" -> "good";
                    case "review" -> "warn";
                    default -> "bad";
                },
                asked.code(),
                asked.findings().isEmpty() ? asked.detail() : "",
                asked.findings(),
                fields(input.json()),
                output == null ? List.of() : List.of(Cut.of(TaskFacts.indented(output))),
                asked.answer() == null ? List.of() : List.of(Cut.of(asked.answer())),
                Figures.count(asked.tokensIn()) + " tokens in, " + Figures.count(asked.tokensOut()) + " out",
                cost(asked.usd()),
                String.format(Locale.ROOT, "%,.1f s", asked.millis() / 1_000.0));
    }

    private static String cost(double usd) {
        return Money.usd(Math.round(usd * 1_000_000));
    }

    private static List<Field> fields(String json) {
        try {
            List<Field> fields = new ArrayList<>();
            JSON.readTree(json)
                    .fields()
                    .forEachRemaining(field -> fields.add(new Field(field.getKey(), text(field.getValue()))));
            return fields;
        } catch (JsonProcessingException e) {
            return List.of(new Field("record", Cut.of(json)));
        }
    }

    private static Cut text(JsonNode value) {
        return Cut.of(value.isTextual() ? value.textValue() : value.toString());
    }
}
