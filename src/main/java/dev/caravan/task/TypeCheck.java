package dev.caravan.task;

import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.config.Suggestion;
import dev.caravan.task.AnswerTypes.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds an expression against the output schema, so that what can never be true is known before anything is paid. */
final class TypeCheck {
    /** What the fields of the input are called by. */
    static final String INPUT = "input";

    private static final Set<String> EQUAL = Set.of("=", "==", "!=", "<>");
    private static final Set<String> ORDER = Set.of("<", "<=", ">", ">=");

    private final AnswerTypes types;
    private final Set<String> inputFields;
    private final Set<String> numbersOfInput = new TreeSet<>();

    /** @param inputFields those that {@code input.x} may name; empty if the input is not looked at */
    TypeCheck(AnswerTypes types, Set<String> inputFields) {
        this.types = types;
        this.inputFields = inputFields;
    }

    /** What can't work; empty if all is well. */
    Optional<String> problem(ASTNode tree) {
        try {
            Type type = type(tree);
            return type == Type.TRUTH || type == Type.ANY
                    ? Optional.empty()
                    : Optional.of(shown(tree) + " is " + type + ", not true or false");
        } catch (Mismatch e) {
            return Optional.of(e.why);
        }
    }

    /** Fields of the input that are read as numbers, since numbers are what they are compared with. */
    Set<String> numbersOfInput() {
        return numbersOfInput;
    }

    private Type type(ASTNode node) {
        Token token = node.getToken();
        List<ASTNode> parts = node.getParameters();
        return switch (token.getType()) {
            case NUMBER_LITERAL -> Type.NUMBER;
            case STRING_LITERAL -> Type.TEXT;
            case VARIABLE_OR_CONSTANT -> Condition.isField(token) ? types.type(schema(node)) : Type.TRUTH;
            case STRUCTURE_SEPARATOR, ARRAY_INDEX -> isInput(node) ? Type.ANY : types.type(schema(node));
            case PREFIX_OPERATOR ->
                token.getValue().equals("!")
                        ? demand(parts.get(0), Type.TRUTH, "!")
                        : demand(parts.get(0), Type.NUMBER, token.getValue());
            case INFIX_OPERATOR -> infix(token.getValue(), parts.get(0), parts.get(1));
            case FUNCTION -> contains(parts);
            default -> Type.ANY;
        };
    }

    private Type infix(String sign, ASTNode left, ASTNode right) {
        if (sign.equals("&&") || sign.equals("||")) {
            demand(left, Type.TRUTH, sign);
            return demand(right, Type.TRUTH, sign);
        }
        if (!EQUAL.contains(sign) && !ORDER.contains(sign)) {
            demand(left, Type.NUMBER, sign);
            return demand(right, Type.NUMBER, sign);
        }
        Type a = type(left);
        Type b = type(right);
        if (a != b && a != Type.ANY && b != Type.ANY) {
            throw new Mismatch(
                    shown(left) + " is " + a + " and " + shown(right) + " is " + b + ": they can't be compared");
        }
        Type both = a == Type.ANY ? b : a;
        if (both == Type.LIST || both == Type.OBJECT) {
            throw new Mismatch(shown(a == both ? left : right) + " is " + both + ", which " + sign + " can't compare"
                    + (both == Type.LIST ? "; write contains(" + shown(left) + ", …)" : ""));
        }
        if (both == Type.TRUTH && ORDER.contains(sign)) {
            throw new Mismatch(shown(left) + " is true or false: neither is greater");
        }
        if (both == Type.NUMBER) {
            readAsNumber(left);
            readAsNumber(right);
        }
        isPossible(left, right);
        isPossible(right, left);
        return Type.TRUTH;
    }

    private Type demand(ASTNode node, Type wanted, String sign) {
        Type type = type(node);
        if (type != wanted && type != Type.ANY) {
            throw new Mismatch(shown(node) + " is " + type + ", but " + sign + " wants " + wanted);
        }
        if (wanted == Type.NUMBER) {
            readAsNumber(node);
        }
        return wanted;
    }

    private Type contains(List<ASTNode> parts) {
        ASTNode whole = parts.get(0);
        Type type = type(whole);
        if (type != Type.LIST && type != Type.TEXT && type != Type.ANY) {
            throw new Mismatch(shown(whole) + " is " + type + ": contains looks into lists and texts");
        }
        Type part = type(parts.get(1));
        if (part == Type.LIST || part == Type.OBJECT) {
            throw new Mismatch(shown(parts.get(1)) + " is " + part + ": contains looks for one value");
        }
        if (type == Type.LIST && !isInput(whole)) {
            isOption(types.items(schema(whole)), whole, parts.get(1));
        }
        return Type.TRUTH;
    }

    /** A text that the schema does not allow is never equal. */
    private void isPossible(ASTNode field, ASTNode literal) {
        boolean named = Condition.isField(field.getToken())
                || field.getToken().getType() == Token.TokenType.STRUCTURE_SEPARATOR;
        if (named && !isInput(field)) {
            isOption(schema(field), field, literal);
        }
    }

    private void isOption(JsonNode schema, ASTNode field, ASTNode literal) {
        JsonNode options = types.options(schema);
        if (literal.getToken().getType() != Token.TokenType.STRING_LITERAL || options.isEmpty()) {
            return;
        }
        Set<String> words = new LinkedHashSet<>();
        options.forEach(option -> words.add(option.asText()));
        String word = literal.getToken().getValue();
        if (!words.contains(word)) {
            throw new Mismatch(
                    "\"" + word + "\" is no value of " + shown(field) + ". " + Suggestion.allowed(word, words));
        }
    }

    private void readAsNumber(ASTNode node) {
        if (isInput(node)) {
            numbersOfInput.add(node.getParameters().get(1).getToken().getValue());
        }
    }

    private JsonNode schema(ASTNode node) {
        Token token = node.getToken();
        if (Condition.isField(token)) {
            return property(types.root(), token.getValue(), "the output schema");
        }
        if (token.getType() == Token.TokenType.STRUCTURE_SEPARATOR) {
            ASTNode left = node.getParameters().get(0);
            return property(
                    schema(left), node.getParameters().get(1).getToken().getValue(), "the schema of " + shown(left));
        }
        return token.getType() == Token.TokenType.ARRAY_INDEX
                ? types.items(schema(node.getParameters().get(0)))
                : MissingNode.getInstance();
    }

    private JsonNode property(JsonNode of, String name, String where) {
        JsonNode found = types.property(of, name);
        if (found.isMissingNode() && types.isClosed(of)) {
            throw new Mismatch("\"" + name + "\" is not in " + where);
        }
        return found;
    }

    private boolean isInput(ASTNode node) {
        if (inputFields.isEmpty() || node.getToken().getType() != Token.TokenType.STRUCTURE_SEPARATOR) {
            return false;
        }
        if (!node.getParameters().get(0).getToken().getValue().equals(INPUT)) {
            return false;
        }
        String name = node.getParameters().get(1).getToken().getValue();
        if (!inputFields.contains(name)) {
            throw new Mismatch(
                    "\"input." + name + "\" is no field of the input. " + Suggestion.allowed(name, inputFields));
        }
        return true;
    }

    private static String shown(ASTNode node) {
        String value = node.getToken().getValue();
        return switch (node.getToken().getType()) {
            case STRING_LITERAL -> "\"" + value + "\"";
            case STRUCTURE_SEPARATOR ->
                shown(node.getParameters().get(0)) + "."
                        + shown(node.getParameters().get(1));
            case ARRAY_INDEX -> shown(node.getParameters().get(0)) + "[…]";
            case INFIX_OPERATOR -> "the result of " + value;
            default -> value;
        };
    }

    private static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;

        final String why;

        Mismatch(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }
}
