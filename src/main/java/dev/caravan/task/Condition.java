package dev.caravan.task;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPlusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixPlusOperator;
import com.ezylang.evalex.operators.booleans.InfixAndOperator;
import com.ezylang.evalex.operators.booleans.InfixEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixGreaterEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixGreaterOperator;
import com.ezylang.evalex.operators.booleans.InfixLessEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixLessOperator;
import com.ezylang.evalex.operators.booleans.InfixNotEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixOrOperator;
import com.ezylang.evalex.operators.booleans.PrefixNotOperator;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An expression that gives true or false. It runs no code, and its work is bounded by its length: no powers, no functions but
 * {@code contains}, no numbers that would fill the memory when they are written out. Thread-safe.
 */
final class Condition {
    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 50;
    private static final Set<String> CONSTANTS = Set.of("TRUE", "FALSE");
    private static final Set<String> DECIDES =
            Set.of("<", "<=", ">", ">=", "=", "==", "!=", "<>", "&&", "||", "!", "contains");
    private static final ExpressionConfiguration LANGUAGE = ExpressionConfiguration.builder()
            .functionDictionary(MapBasedFunctionDictionary.ofFunctions(Map.entry("contains", new ContainsFunction())))
            .operatorDictionary(MapBasedOperatorDictionary.ofOperators(
                    Map.entry("+", new PrefixPlusOperator()),
                    Map.entry("-", new PrefixMinusOperator()),
                    Map.entry("!", new PrefixNotOperator()),
                    Map.entry("+", new InfixPlusOperator()),
                    Map.entry("-", new InfixMinusOperator()),
                    Map.entry("*", new InfixMultiplicationOperator()),
                    Map.entry("/", new InfixDivisionOperator()),
                    Map.entry("=", new InfixEqualsOperator()),
                    Map.entry("==", new InfixEqualsOperator()),
                    Map.entry("!=", new InfixNotEqualsOperator()),
                    Map.entry("<>", new InfixNotEqualsOperator()),
                    Map.entry(">", new InfixGreaterOperator()),
                    Map.entry(">=", new InfixGreaterEqualsOperator()),
                    Map.entry("<", new InfixLessOperator()),
                    Map.entry("<=", new InfixLessEqualsOperator()),
                    Map.entry("&&", new InfixAndOperator()),
                    Map.entry("||", new InfixOrOperator())))
            .defaultConstants(
                    Map.of("TRUE", EvaluationValue.booleanValue(true), "FALSE", EvaluationValue.booleanValue(false)))
            .singleQuoteStringLiteralsAllowed(true)
            .implicitMultiplicationAllowed(false)
            .build();

    private final Expression expression;
    private final ASTNode tree;
    private final Set<String> fields;

    private Condition(Expression expression, ASTNode tree, Set<String> fields) {
        this.expression = expression;
        this.tree = tree;
        this.fields = fields;
    }

    /** @throws IllegalArgumentException saying what can't be understood */
    static Condition compile(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
        }
        // The parser calls itself for each of them.
        if (text.chars().filter(c -> c == '(' || c == '[').count() > DEEPEST) {
            throw new IllegalArgumentException("it has more than " + DEEPEST + " brackets");
        }
        Expression expression = new Expression(text, LANGUAGE);
        try {
            ASTNode tree = expression.getAbstractSyntaxTree();
            Set<String> fields = new TreeSet<>();
            look(tree, fields);
            Token decision = tree.getToken();
            boolean field = decision.getType() == Token.TokenType.VARIABLE_OR_CONSTANT
                    || decision.getType() == Token.TokenType.STRUCTURE_SEPARATOR;
            if (!field && !DECIDES.contains(decision.getValue().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("it gives neither true nor false");
            }
            return new Condition(expression, tree, fields);
        } catch (BaseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Of {@code a.b} only {@code a} is a field of its own. */
    private static void look(ASTNode node, Set<String> fields) {
        Token token = node.getToken();
        if (isField(token)) {
            fields.add(token.getValue());
        } else if (token.getType() == Token.TokenType.NUMBER_LITERAL && !Numbers.isSane(token.getValue())) {
            throw new IllegalArgumentException("the number " + token.getValue() + " is too long or too large");
        }
        boolean path = token.getType() == Token.TokenType.STRUCTURE_SEPARATOR;
        node.getParameters().stream().limit(path ? 1 : Long.MAX_VALUE).forEach(child -> look(child, fields));
    }

    /** Whether it names a value, and not {@code true} or {@code false}. */
    static boolean isField(Token token) {
        return token.getType() == Token.TokenType.VARIABLE_OR_CONSTANT
                && !CONSTANTS.contains(token.getValue().toUpperCase(Locale.ROOT));
    }

    ASTNode tree() {
        return tree;
    }

    /** Names of the values it looks at, the first part of each. */
    Set<String> fields() {
        return fields;
    }

    String text() {
        return expression.getExpressionString();
    }

    /**
     * Whether it holds; empty if it gives neither true nor false.
     *
     * @throws IllegalArgumentException if that can't be told, saying why
     */
    Optional<Boolean> holds(Map<String, Object> values) {
        try {
            EvaluationValue result = expression.copy().withValues(values).evaluate();
            return result.isBooleanValue() ? Optional.of(result.getBooleanValue()) : Optional.empty();
        } catch (BaseException | ArithmeticException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }
}
