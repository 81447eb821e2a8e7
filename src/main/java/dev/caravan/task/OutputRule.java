package dev.caravan.task;

import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One of {@code output.rules}: a comparison that every answer must pass, over its fields and those of its input
 * ({@code input.amount}). Thread-safe.
 */
public final class OutputRule {
    private final Condition condition;
    private final Set<String> fields;
    private final Set<String> inputFields;
    private final Set<String> numbersOfInput;

    private OutputRule(Condition condition, Set<String> inputFields, Set<String> numbersOfInput) {
        this.condition = condition;
        this.fields = new TreeSet<>(condition.fields());
        this.fields.remove(TypeCheck.INPUT);
        this.inputFields = inputFields;
        this.numbersOfInput = numbersOfInput;
    }

    /**
     * Reads a rule.
     *
     * @param schema of the answers
     * @throws IllegalArgumentException saying what can't be understood
     */
    public static OutputRule compile(String text, String schema) {
        Condition condition = Condition.compile(text);
        Set<String> inputFields = new TreeSet<>();
        inputs(condition.tree(), inputFields);
        if (condition.fields().contains(TypeCheck.INPUT) && inputFields.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"input\" is the whole input; name a field of it, such as input.amount");
        }
        var types = new TypeCheck(AnswerTypes.of(schema), inputFields);
        types.problem(condition.tree());
        return new OutputRule(condition, inputFields, types.numbersOfInput());
    }

    private static void inputs(ASTNode node, Set<String> names) {
        if (node.getToken().getType() == Token.TokenType.STRUCTURE_SEPARATOR
                && node.getParameters().get(0).getToken().getValue().equals(TypeCheck.INPUT)) {
            names.add(node.getParameters().get(1).getToken().getValue());
        }
        node.getParameters().forEach(child -> inputs(child, names));
    }

    /** What can never work with answers of this schema, and inputs with these fields; empty if nothing is wrong. */
    public Optional<String> against(String schema, Set<String> declared) {
        AnswerTypes types = AnswerTypes.of(schema);
        if (!inputFields.isEmpty()
                && !types.property(types.root(), TypeCheck.INPUT).isMissingNode()) {
            return Optional.of("the output schema has a field \"input\", so nobody can tell which one is meant");
        }
        return new TypeCheck(types, declared).problem(condition.tree());
    }

    /** Top-level answer fields it looks at. */
    public Set<String> fields() {
        return fields;
    }

    public boolean needsInput() {
        return !inputFields.isEmpty();
    }

    /**
     * How an answer breaks it; empty if it does not. It says nothing of an answer without one of its fields: whether a field
     * may be missing is the schema's matter. An input without one breaks it.
     */
    public Optional<String> broken(JsonNode answer, CanonicalRecord input) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder shown = new StringBuilder();
        try {
            for (String field : fields) {
                Object value = AnswerValues.of(answer.path(field));
                if (value == null) {
                    return Optional.empty();
                }
                values.put(field, value);
                show(shown, field, answer.path(field).toString());
            }
            Map<String, Object> ofInput = new LinkedHashMap<>();
            for (String field : inputFields) {
                String text = input.text(field).orElse("");
                ofInput.put(field, value(field, text));
                show(shown, TypeCheck.INPUT + "." + field, text);
            }
            values.put(TypeCheck.INPUT, ofInput);
            return condition.holds(values).orElse(false)
                    ? Optional.empty()
                    : Optional.of("breaks the rule " + condition.text() + " (" + shown + ")");
        } catch (IllegalArgumentException e) {
            return Optional.of("the rule " + condition.text() + " can't be decided: " + e.getMessage());
        }
    }

    private Object value(String field, String text) {
        if (!numbersOfInput.contains(field)) {
            return text;
        }
        return Numbers.of(text)
                .orElseThrow(() ->
                        new IllegalArgumentException("input." + field + " is \"" + text + "\", which is no number"));
    }

    private static void show(StringBuilder shown, String name, String value) {
        String brief = value.length() > 60 ? value.substring(0, 60) + "…" : value;
        shown.append(shown.isEmpty() ? "" : ", ").append(name).append(" = ").append(brief);
    }
}
