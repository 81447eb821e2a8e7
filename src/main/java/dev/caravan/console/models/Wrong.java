package dev.caravan.console.models;

import dev.caravan.access.Problem;
import dev.caravan.setup.RefusedSetupException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a form.
 *
 * @param fields reasons by field, as they are called over HTTP
 * @param all what is about no field; empty if nothing is
 */
record Wrong(Map<String, String> fields, String all) {
    static final Wrong NOTHING = new Wrong(Map.of(), "");

    static Wrong of(RefusedSetupException refused) {
        Map<String, String> fields = new LinkedHashMap<>();
        refused.fields().forEach(one -> add(fields, one.field(), one.reason()));
        return new Wrong(fields, fields.isEmpty() ? String.valueOf(refused.getMessage()) : "");
    }

    static Wrong of(Problem problem) {
        Map<String, String> fields = new LinkedHashMap<>();
        problem.errors().forEach(one -> add(fields, one.field(), one.reason()));
        return new Wrong(fields, fields.isEmpty() ? problem.detail() : "");
    }

    static Wrong of(Map<String, String> fields) {
        return new Wrong(fields, "");
    }

    private static void add(Map<String, String> fields, String field, String reason) {
        // Of a name it is said that the whole can't be called so.
        String at = field.equals("body") && reason.contains("can't be the name") ? "name" : field;
        fields.merge(at, reason, (one, other) -> one + ". " + other);
    }

    boolean isNothing() {
        return fields.isEmpty() && all.isEmpty();
    }

    /** Empty if nothing is wrong with it. */
    String at(String field) {
        return fields.getOrDefault(field, "");
    }

    /** What has no place at one of these fields of the form. */
    List<String> beside(Set<String> shown) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(all).filter(text -> !text.isEmpty()),
                        fields.entrySet().stream()
                                .filter(one -> !shown.contains(one.getKey()))
                                .map(one -> one.getKey().equals("body")
                                        ? one.getValue()
                                        : one.getKey() + ": " + one.getValue()))
                .toList();
    }
}
