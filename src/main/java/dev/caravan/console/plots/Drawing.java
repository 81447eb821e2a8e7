package dev.caravan.console.plots;

import dev.caravan.console.plots.Plot.Key;
import dev.caravan.console.plots.Plot.Line;
import dev.caravan.console.plots.Plot.Rect;
import dev.caravan.console.plots.Plot.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Makes a {@link Plot} of series of numbers. Not thread-safe. */
final class Drawing {
    private static final double GAP = 0.12;
    private static final double HIGH = 100;
    /** In hundredths of the width; twice as much of the height, which is about half as long. */
    private static final double DOT = 1.6;

    private final String id;
    private final String title;
    private final DoubleFunction<String> shown;
    private final List<Series> all = new ArrayList<>();

    /** @param shown a number as people read it */
    Drawing(String id, String title, DoubleFunction<String> shown) {
        this.id = id;
        this.title = title;
        this.shown = shown;
    }

    /** @param values empty where there is none */
    private record Series(String colour, String name, List<OptionalDouble> values) {}

    Drawing add(String colour, String name, List<OptionalDouble> values) {
        all.add(new Series(colour, name, List.copyOf(values)));
        return this;
    }

    Drawing add(String colour, String name, double[] values) {
        List<OptionalDouble> some = new ArrayList<>();
        for (double value : values) {
            some.add(OptionalDouble.of(value));
        }
        return add(colour, name, some);
    }

    /** Bars, one series upon the other. */
    Plot stacked(String says, Buckets time) {
        double top = 0;
        for (int i = 0; i < time.count(); i++) {
            double sum = 0;
            for (Series one : all) {
                sum += one.values().get(i).orElse(0);
            }
            top = Math.max(top, sum);
        }
        List<Rect> rects = new ArrayList<>();
        for (int i = 0; i < time.count(); i++) {
            double below = 0;
            for (Series one : all) {
                double value = one.values().get(i).orElse(0);
                if (value > 0) {
                    rects.add(rect(one, i, below, value, top));
                }
                below += value;
            }
        }
        return plot(says, time, rects, List.of(), top);
    }

    /** One bar for each label. */
    Plot bars(String says, List<String> labels) {
        Series only = all.get(0);
        double top =
                only.values().stream().mapToDouble(one -> one.orElse(0)).max().orElse(0);
        List<Rect> rects = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            double value = only.values().get(i).orElse(0);
            if (value > 0) {
                rects.add(rect(only, i, 0, value, top));
            }
            rows.add(new Row(labels.get(i), "", List.of(shown.apply(value))));
        }
        return new Plot(
                id,
                title,
                says,
                labels.size(),
                keys(),
                rects,
                List.of(),
                shown.apply(top),
                "",
                "",
                labels,
                heads("Age"),
                top == 0 ? List.of() : rows);
    }

    /** Lines from point to point; what is not known is passed over. */
    Plot lines(String says, Buckets time) {
        double top = all.stream()
                .flatMap(one -> one.values().stream())
                .mapToDouble(one -> one.orElse(0))
                .max()
                .orElse(0);
        List<Line> lines = new ArrayList<>();
        List<Rect> dots = new ArrayList<>();
        for (Series one : drawn()) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < time.count(); i++) {
                OptionalDouble value = one.values().get(i);
                if (value.isPresent()) {
                    double y = HIGH - height(value.getAsDouble(), top);
                    points.append(number(i + 0.5)).append(',').append(number(y)).append(' ');
                    dots.add(new Rect(
                            one.colour(),
                            number(i + 0.5 - DOT / 2 * time.count() / HIGH),
                            number(Math.max(0, Math.min(y - DOT, HIGH - 2 * DOT))),
                            number(DOT * time.count() / HIGH),
                            number(2 * DOT),
                            one.name() + ": " + shown.apply(value.getAsDouble())));
                }
            }
            lines.add(new Line(one.colour(), points.toString().strip()));
        }
        return plot(says, time, dots, lines, top);
    }

    /** What is nothing all the time would only hide others; its figures are in the table. */
    private List<Series> drawn() {
        List<Series> some = all.stream()
                .filter(one -> one.values().stream().anyMatch(value -> value.orElse(0) != 0))
                .toList();
        return some.isEmpty() ? all : some;
    }

    private Rect rect(Series one, int i, double below, double value, double top) {
        double high = height(value, top);
        return new Rect(
                one.colour(),
                number(i + GAP),
                number(HIGH - height(below, top) - high),
                number(1 - 2 * GAP),
                number(high),
                one.name() + ": " + shown.apply(value));
    }

    private static double height(double value, double top) {
        return top == 0 ? 0 : HIGH * value / top;
    }

    private Plot plot(String says, Buckets time, List<Rect> rects, List<Line> lines, double top) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < time.count(); i++) {
            List<String> cells = new ArrayList<>();
            boolean any = false;
            for (Series one : all) {
                OptionalDouble value = one.values().get(i);
                any |= value.isPresent() && (value.getAsDouble() != 0 || lines.size() > 0);
                cells.add(value.isPresent() ? shown.apply(value.getAsDouble()) : "");
            }
            if (any) {
                rows.add(new Row("", time.start(i).toString(), cells));
            }
        }
        return new Plot(
                id,
                title,
                says,
                time.count(),
                keys(),
                rects,
                lines,
                shown.apply(top),
                time.from().toString(),
                time.end().toString(),
                List.of(),
                heads("From"),
                rows);
    }

    private List<Key> keys() {
        return drawn().stream().map(one -> new Key(one.colour(), one.name())).toList();
    }

    private List<String> heads(String first) {
        List<String> heads = new ArrayList<>(List.of(first));
        all.forEach(one -> heads.add(one.name()));
        return heads;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
