package dev.caravan.route.lint;

import java.util.Set;
import java.util.regex.Pattern;

/** Expressions that an operator can read at 3 am: a body, a header, a variable, at most one comparison, no scripts. */
final class ExpressionRule implements Rule {
    private static final Set<String> LANGUAGES = Set.of(
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "groovy",
            "hl7terser",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "language",
            "mvel",
            "ognl",
            "python",
            "spel",
            "tokenize",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");
    private static final String FUNCTION =
            "\\$\\{(body|exception|header\\.[A-Za-z0-9_-]+|variable(\\.[A-Za-z0-9_-]+)+)}";
    private static final Pattern FUNCTIONS = Pattern.compile(FUNCTION);
    private static final String OPERAND = "(" + FUNCTION + "|null|true|false|-?[0-9]+|'[^'$]*')";
    private static final Pattern COMPARISON =
            Pattern.compile("\\s*" + FUNCTION + "\\s*(==|!=|<|<=|>|>=)\\s*" + OPERAND + "\\s*");
    private static final Pattern OPERATOR = Pattern.compile(
            "==|!=|&&|\\|\\||\\s(<|>|<=|>=|=~|!=~|\\+\\+|--|\\?|contains|regex|in|is|range|starts with|ends with)\\s|@");

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (RouteFile file : folder.files()) {
            file.root().walk(field -> {
                if (LANGUAGES.contains(field.name()) && !insideParameters(file, field)) {
                    complaints.add(
                            file,
                            field.line(),
                            "The language \"" + field.name()
                                    + "\" is not for routes: write simple, constant or a bean method");
                }
                if (field.value().isScalar()) {
                    expression(file, field, complaints);
                }
            });
        }
    }

    /** Kamelets may describe a property of such a name. */
    private static boolean insideParameters(RouteFile file, Value.Field field) {
        return file.kameletProperties().stream().anyMatch(property -> property.line() == field.line());
    }

    private static void expression(RouteFile file, Value.Field field, Complaints complaints) {
        String text = field.value().text();
        boolean simple = field.name().equals("simple");
        if (!simple && !text.contains("${")) {
            return;
        }
        String rest = FUNCTIONS.matcher(text).replaceAll("");
        boolean fine =
                !rest.contains("${") && (!simple || !OPERATOR.matcher(rest).find());
        if (!fine && !COMPARISON.matcher(text).matches()) {
            complaints.add(
                    file,
                    field.line(),
                    "The expression \"" + text + "\" is too rich for a route",
                    "Allowed: ${body}, ${header.x}, ${variable.x.y}, ${exception}, and one comparison");
        }
    }
}
