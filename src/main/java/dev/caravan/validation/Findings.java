package dev.caravan.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Broken rules as they are found: the first ones are kept, all are counted. An answer can break a rule a million times. */
final class Findings {
    private static final int MOST = 50;

    private final List<Finding> first = new ArrayList<>();
    private int all;

    void add(String code, String field, String message) {
        all++;
        if (first.size() < MOST) {
            first.add(new Finding(code, field, message));
        }
    }

    boolean none() {
        return all == 0;
    }

    /** Whether this rule was found broken at this place. */
    boolean has(String code, String field) {
        return first.stream()
                .anyMatch(one -> one.code().equals(code) && one.field().equals(field));
    }

    /** Whether the schema says something against this top-level field, or the whole. */
    boolean isUnfit(String field) {
        return first.stream()
                .filter(one -> one.code().startsWith("schema."))
                .map(Finding::field)
                .anyMatch(place -> place.isEmpty()
                        || place.equals(field)
                        || place.startsWith(field + ".")
                        || place.startsWith(field + "["));
    }

    /** Which fields, separated by commas. */
    String fields() {
        return first.stream()
                .map(one -> one.field().isEmpty() ? "answer" : one.field())
                .collect(Collectors.joining(", "));
    }

    List<Finding> list() {
        return List.copyOf(first);
    }

    /** The first one decides the code. */
    Verdict verdict() {
        Finding one = first.get(0);
        String more = all == 1 ? "" : " (and " + (all - 1) + " more)";
        return Verdict.invalid(one.code(), one + more, list());
    }
}
