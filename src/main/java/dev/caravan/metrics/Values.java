package dev.caravan.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Values of series by those of their labels. */
final class Values {
    private static final double MICROS = 1_000_000;

    private Values() {}

    static Map<List<String>, Double> one(double value) {
        return Map.of(List.of(), value);
    }

    /** Every state has a series, those that nothing is in too. */
    static <E extends Enum<E>> Map<List<String>, Double> counted(Map<E, Long> counts, E[] states) {
        Map<List<String>, Double> all = new HashMap<>();
        for (E state : states) {
            all.put(List.of(word(state)), (double) counts.getOrDefault(state, 0L));
        }
        return all;
    }

    static Map<List<String>, Double> mapped(Map<List<String>, Long> micros) {
        Map<List<String>, Double> all = new HashMap<>();
        micros.forEach((labels, n) -> all.put(labels, n / MICROS));
        return all;
    }

    static <K, V> Map<List<String>, Double> mapped(Map<K, V> values, ToDoubleFunction<V> value) {
        Map<List<String>, Double> all = new HashMap<>();
        values.forEach((key, one) -> all.put(
                List.of(key instanceof Enum<?> word ? word(word) : String.valueOf(key)), value.applyAsDouble(one)));
        return all;
    }

    static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
