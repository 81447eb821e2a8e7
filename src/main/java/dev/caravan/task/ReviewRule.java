package dev.caravan.task;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code review.when}: comparisons of answer fields, and {@code contains(list or text, item)}. Thread-safe. */
public final class ReviewRule {
    private static final Set<String> CONSTANTS = Set.of("TRUE", "FALSE");
    private static final ExpressionConfiguration LANGUAGE = ExpressionConfiguration.builder()
            .functionDictionary(MapBasedFunctionDictionary.ofFunctions(Map.entry("contains", new ContainsFunction())))
            .defaultConstants(
                    Map.of("TRUE", EvaluationValue.booleanValue(true), "FALSE", EvaluationValue.booleanValue(false)))
            .singleQuoteStringLiteralsAllowed(true)
            .implicitMultiplicationAllowed(false)
            .build();
    private static final Set<String> DECIDES =
            Set.of("<", "<=", ">", ">=", "=", "==", "!=", "<>", "&&", "||", "!", "contains");

    private final Expression expression;
    private final Set<String> fields;

    private ReviewRule(Expression expression, Set<String> fields) {
        this.expression = expression;
        this.fields = fields;
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException saying what can't be understood
     */
    public static ReviewRule compile(String when) {
        Expression expression = new Expression(when, LANGUAGE);
        try {
            Set<String> fields = new TreeSet<>();
            collectFields(expression.getAbstractSyntaxTree(), fields);
            Token decision = expression.getAbstractSyntaxTree().getToken();
            boolean field = decision.getType() == Token.TokenType.VARIABLE_OR_CONSTANT
                    || decision.getType() == Token.TokenType.STRUCTURE_SEPARATOR;
            if (!field && !DECIDES.contains(decision.getValue().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("it gives neither true nor false");
            }
            return new ReviewRule(expression, fields);
        } catch (BaseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Of {@code a.b} only {@code a} is a field of the answer. */
    private static void collectFields(ASTNode node, Set<String> fields) {
        Token token = node.getToken();
        if (token.getType() == Token.TokenType.VARIABLE_OR_CONSTANT
                && !CONSTANTS.contains(token.getValue().toUpperCase(Locale.ROOT))) {
            fields.add(token.getValue());
        }
        boolean path = token.getType() == Token.TokenType.STRUCTURE_SEPARATOR;
        node.getParameters().stream().limit(path ? 1 : Long.MAX_VALUE).forEach(child -> collectFields(child, fields));
    }

    /** Top-level answer fields it looks at. */
    public Set<String> fields() {
        return fields;
    }

    /** Why a person must see this answer; empty if nobody needs to. A field that is missing is a reason. */
    public Optional<String> reason(JsonNode answer) {
        Decision decision = decide(answer);
        return decision.open() != null
                ? Optional.of(decision.open())
                : decision.holds() ? Optional.of(expression.getExpressionString()) : Optional.empty();
    }

    /** Whether an answer fulfils it; a field that is missing or of another kind than it compares leaves that open. */
    public Decision decide(JsonNode answer) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String field : fields) {
            Object value = plain(answer.path(field));
            if (value == null) {
                return new Decision(false, "\"" + field + "\" is missing: " + expression.getExpressionString());
            }
            values.put(field, value);
        }
        try {
            EvaluationValue result = expression.copy().withValues(values).evaluate();
            return result.isBooleanValue()
                    ? new Decision(result.getBooleanValue(), null)
                    : new Decision(false, expression.getExpressionString() + " is neither true nor false");
        } catch (BaseException | RuntimeException e) {
            return new Decision(false, expression.getExpressionString() + " can't be decided: " + e.getMessage());
        }
    }

    /** @param open why it can't be told, as a sentence; null if it can */
    public record Decision(boolean holds, @Nullable String open) {}

    private static @Nullable Object plain(JsonNode node) {
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(item.isNumber() ? item.decimalValue() : item.asText()));
            return items;
        }
        if (node.isObject()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            node.fields().forEachRemaining(field -> {
                Object value = plain(field.getValue());
                if (value != null) {
                    fields.put(field.getKey(), value);
                }
            });
            return fields;
        }
        return null;
    }
}
