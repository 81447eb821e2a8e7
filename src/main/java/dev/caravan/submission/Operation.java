package dev.caravan.submission;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a line asks for; its task says what becomes of it. */
public enum Operation {
    EXTRACT(Set.of("model", "text", "entities", "instruction")),
    SUMMARIZE(Set.of("model", "text", "instructions", "max_tokens")),
    CLASSIFY(Set.of("model", "text", "labels", "instructions", "system_prompt"));

    /** As callers write them. */
    static final List<String> NAMES =
            Arrays.stream(values()).map(Operation::word).toList();

    private final Set<String> fields;

    Operation(Set<String> fields) {
        this.fields = fields;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a body of it may have. */
    Set<String> fields() {
        return fields;
    }

    static Optional<Operation> of(Object word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
