package dev.caravan.console.tasks;

import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.console.tasks.Versions.Version;
import dev.caravan.ledger.Lists.Answers;
import dev.caravan.task.RecipeModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version by one model, in figures.
 *
 * @param rate of its answers that broke a rule; empty if none was judged
 * @param thousand what 1,000 answers cost; empty if there are none
 * @param first when records were first sent with it, ISO 8601; empty if none was
 */
record VersionRow(
        int id,
        int version,
        int schema,
        String model,
        boolean inForce,
        String valid,
        String invalid,
        String failed,
        String rate,
        String cost,
        String thousand,
        String first,
        String last) {

    static VersionRow of(Version version) {
        Answers answers = version.answers();
        return new VersionRow(
                version.recipe().id(),
                version.recipe().version(),
                version.recipe().schemaVersion(),
                model(version),
                version.inForce(),
                Figures.count(answers.ok()),
                Figures.count(answers.invalid()),
                Figures.count(answers.error()),
                Figures.percent(answers.invalid(), version.judged()),
                Money.usd(answers.micros()),
                answers.records() == 0 ? "" : Money.usd(Math.round(1_000.0 * answers.micros() / answers.records())),
                text(answers.first()),
                text(answers.last()));
    }

    /** For a choice. */
    static String name(Version version) {
        return "version " + version.recipe().version() + ", " + model(version) + " (#"
                + version.recipe().id() + ")";
    }

    private static String model(Version version) {
        RecipeModel model = RecipeModel.fromJson(version.recipe().model());
        return model.model() + (model.thinking() == null ? "" : ", thinking " + model.thinking());
    }

    private static String text(@Nullable Instant at) {
        return at == null ? "" : at.toString();
    }
}
