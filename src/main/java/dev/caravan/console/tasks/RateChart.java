package dev.caravan.console.tasks;

import dev.caravan.console.Figures;
import dev.caravan.console.tasks.Versions.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of each version's answers broke a rule, as bars. The table beside it has the same figures.
 *
 * @param says the whole in a sentence
 */
record RateChart(int width, String says, List<Bar> bars) {
    private static final int MOST = 12;
    private static final int STEP = 60;
    private static final int HEIGHT = 100;
    private static final int BASE = 125;
    private static final double LEAST_TOP = 5;

    /** In units of the picture, whose bars end at {@value #BASE}. @param above where the figure stands */
    record Bar(int x, int middle, String y, String above, String height, String label, String value) {}

    /** The newest ones of which some answers were judged. */
    static RateChart of(List<Version> versions) {
        List<Version> judged = versions.stream().filter(one -> one.judged() > 0).toList();
        List<Version> shown = judged.subList(Math.max(0, judged.size() - MOST), judged.size());
        double top = Math.max(
                LEAST_TOP, shown.stream().mapToDouble(RateChart::percent).max().orElse(0));
        List<Bar> bars = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Version one : shown) {
            double height = percent(one) / top * HEIGHT;
            int x = 10 + bars.size() * STEP;
            String value = Figures.percent(one.answers().invalid(), one.judged());
            bars.add(new Bar(
                    x,
                    x + STEP / 2 - 5,
                    number(BASE - height),
                    number(BASE - height - 4),
                    number(height),
                    "v" + one.recipe().version() + " #" + one.recipe().id(),
                    value));
            words.add("version " + one.recipe().version() + " (#" + one.recipe().id() + ") " + value);
        }
        return new RateChart(20 + shown.size() * STEP, "Answers that broke a rule: " + String.join(", ", words), bars);
    }

    private static double percent(Version version) {
        return 100.0 * version.answers().invalid() / version.judged();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
