package dev.caravan.console.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.console.review.FieldSpec.Kind;
import dev.caravan.validation.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** A field of the edit form as the template shows it. */
record FormField(
        FieldSpec spec,
        String id,
        String name,
        String label,
        String text,
        List<Option> options,
        List<Finding> findings,
        List<Finding> remarks) {

    /** One value that may be chosen; {@code id} is unique on the page. */
    record Option(String id, String value, String label, boolean chosen) {}

    /**
     * @param answer the one that is edited
     * @param remarks what there is to know about it that is not wrong
     * @param sent what was put into the form before, if it comes back with findings
     */
    static FormField of(
            FieldSpec spec,
            @Nullable JsonNode answer,
            List<Finding> findings,
            List<Finding> remarks,
            @Nullable MultiValueMap<String, String> sent) {
        JsonNode value = EditReader.at(answer, spec.keys());
        String text = sent == null
                ? text(spec, value)
                : String.valueOf(
                        sent.getOrDefault(spec.parameter(), List.of("")).get(0));
        List<String> chosen = sent == null ? chosen(spec, value) : sent.getOrDefault(spec.parameter(), List.of());
        return new FormField(
                spec,
                "edit-" + spec.parameter(),
                spec.parameter(),
                spec.keys().isEmpty() ? "Answer" : spec.path(),
                text,
                options(spec, value, chosen),
                findings.stream().filter(finding -> isAt(finding, spec)).toList(),
                remarks.stream().filter(remark -> isAt(remark, spec)).toList());
    }

    private static boolean isAt(Finding finding, FieldSpec spec) {
        return Marks.isWithin(finding.field(), spec.path()) && !spec.keys().isEmpty();
    }

    private static String text(FieldSpec spec, @Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        return switch (spec.kind()) {
            case JSON -> value.toPrettyString();
            case LINES -> value.isEmpty() ? "" : Leaves.text(value);
            default -> value.isNull() ? "" : value.asText();
        };
    }

    private static List<String> chosen(FieldSpec spec, @Nullable JsonNode value) {
        List<String> chosen = new ArrayList<>();
        if (value == null) {
            return chosen;
        }
        if (spec.kind() == Kind.CHOICES) {
            for (int i = 0; i < value.size(); i++) {
                int index = spec.options().indexOf(value.get(i));
                chosen.add(index < 0 ? "=" + i : String.valueOf(index));
            }
        } else if (spec.kind() == Kind.CHOICE) {
            int index = spec.options().indexOf(value);
            chosen.add(index < 0 ? "=" : String.valueOf(index));
        } else if (spec.kind() == Kind.BOOLEAN) {
            chosen.add(value.asText());
        }
        return chosen;
    }

    private static List<Option> options(FieldSpec spec, @Nullable JsonNode value, List<String> chosen) {
        List<Option> options = new ArrayList<>();
        String id = "edit-" + spec.parameter() + "-";
        if (spec.kind() == Kind.BOOLEAN || spec.kind() == Kind.CHOICE) {
            boolean nothing = chosen.isEmpty() || chosen.get(0).isEmpty();
            if (nothing || !spec.required()) {
                options.add(new Option(id, "", "–", nothing));
            }
        }
        if (spec.kind() == Kind.BOOLEAN) {
            options.add(new Option(id + "yes", "true", "true", chosen.contains("true")));
            options.add(new Option(id + "no", "false", "false", chosen.contains("false")));
        }
        if (spec.kind() == Kind.CHOICE && value != null && !spec.options().contains(value)) {
            options.add(new Option(id + "old", "=", Leaves.text(value) + " (not allowed)", chosen.contains("=")));
        }
        if (spec.kind() == Kind.CHOICES && value != null) {
            for (int i = 0; i < value.size(); i++) {
                if (!spec.options().contains(value.get(i))) {
                    String tick = "=" + i;
                    String label = Leaves.text(value.get(i)) + " (not allowed)";
                    options.add(new Option(id + tick, tick, label, chosen.contains(tick)));
                }
            }
        }
        for (int i = 0; i < spec.options().size(); i++) {
            String index = String.valueOf(i);
            options.add(new Option(id + i, index, Leaves.text(spec.options().get(i)), chosen.contains(index)));
        }
        return options;
    }

    boolean select() {
        return spec.kind() == Kind.CHOICE || spec.kind() == Kind.BOOLEAN;
    }

    boolean ticks() {
        return spec.kind() == Kind.CHOICES;
    }

    boolean area() {
        return lines() || json() || spec.kind() == Kind.TEXT && spec.isLong(text);
    }

    boolean lines() {
        return spec.kind() == Kind.LINES;
    }

    boolean json() {
        return spec.kind() == Kind.JSON;
    }

    boolean number() {
        return spec.kind() == Kind.NUMBER;
    }

    boolean line() {
        return !select() && !ticks() && !area();
    }

    boolean required() {
        return spec.required();
    }

    boolean broken() {
        return !findings.isEmpty();
    }

    String description() {
        return spec.schema().path("description").asText("");
    }

    int rows() {
        long wrapped = text.length() / 70 + text.lines().count();
        return (int) Math.max(3, Math.min(16, wrapped + 1));
    }
}
