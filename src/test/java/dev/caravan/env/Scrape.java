package dev.caravan.env;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a Caravan told Prometheus, as Prometheus keeps it: with the labels of where it came from. */
final class Scrape {
    static final Map<String, String> TARGET = Map.of("job", "caravan", "instance", "caravan:8080");

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:]\\w*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final List<Series> series;

    /** @param labels in the order of their names */
    record Series(String name, Map<String, String> labels, String value) {
        /** In Prometheus' own notation. */
        String text() {
            return name
                    + labels.entrySet().stream()
                            .map(one -> one.getKey() + "=\"" + one.getValue() + "\"")
                            .collect(Collectors.joining(", ", "{", "}"));
        }

        boolean has(Selector wanted) {
            return name.equals(wanted.name())
                    && labels.entrySet().containsAll(wanted.equal().entrySet());
        }
    }

    /** @param equal what labels have to be; @param named all labels that it names */
    record Selector(String name, Map<String, String> equal, Set<String> named) {
        private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
        private static final Pattern SELECTOR = Pattern.compile("\\b([a-z][a-z0-9_:]*)\\b(?:\\{([^}]*)})?");

        static Selector of(String text) {
            return all(text).get(0);
        }

        /** All that an expression reads, by the names that metrics of ours and of the JVM have. */
        static List<Selector> all(String expression) {
            return SELECTOR.matcher(expression)
                    .results()
                    .filter(found ->
                            found.group(1).matches("up|(caravan|jvm|process|system|logback|http)_.*|caravan:.*"))
                    .map(found -> of(found.group(1), found.group(2) == null ? "" : found.group(2)))
                    .toList();
        }

        private static Selector of(String name, String matchers) {
            Map<String, String> equal = new TreeMap<>();
            Set<String> named = new TreeSet<>();
            for (Matcher one = MATCHER.matcher(matchers); one.find(); ) {
                named.add(one.group(1));
                if (one.group(2).equals("=")) {
                    equal.put(one.group(1), one.group(3));
                }
            }
            return new Selector(name, equal, named);
        }
    }

    private Scrape(List<Series> series) {
        this.series = series;
    }

    /** @param text in the exposition format */
    static Scrape of(String text) {
        Map<String, Series> all = new LinkedHashMap<>();
        for (String line : (text + "\nup 1").lines().toList()) {
            Matcher found = LINE.matcher(line);
            if (!line.startsWith("#") && found.matches()) {
                Map<String, String> labels = new TreeMap<>(TARGET);
                for (Matcher label = LABEL.matcher(found.group(2) == null ? "" : found.group(2)); label.find(); ) {
                    labels.put(label.group(1), label.group(2));
                }
                Series one = new Series(found.group(1), labels, found.group(3));
                all.put(one.text(), one);
            }
        }
        return new Scrape(List.copyOf(all.values()));
    }

    List<Series> series() {
        return series;
    }

    List<Series> of(Selector wanted) {
        return series.stream().filter(one -> one.has(wanted)).toList();
    }

    /** Labels of all series of that name; empty if there is none. */
    Set<String> labels(String name) {
        Set<String> labels = new TreeSet<>();
        series.stream()
                .filter(one -> one.name().equals(name))
                .forEach(one -> labels.addAll(one.labels().keySet()));
        return labels;
    }
}
