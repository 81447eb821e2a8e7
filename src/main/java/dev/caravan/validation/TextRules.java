package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.caravan.task.Task;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules for every text in an answer, however deep. */
final class TextRules {
    private final int maxChars;
    private final boolean rejectHtml;
    private final boolean allowHtml;
    private final List<Pattern> forbidden;
    private final @Nullable LanguageRule language;

    TextRules(Task.Texts rules) {
        this.maxChars = rules.maxChars();
        this.rejectHtml = rules.html() == Task.Html.REJECT;
        this.allowHtml = rules.html() == Task.Html.ALLOW;
        this.forbidden = rules.forbidden().stream().map(Pattern::compile).toList();
        this.language = rules.languages().isEmpty() ? null : new LanguageRule(rules.languages());
    }

    void check(JsonNode answer, Findings findings) {
        check("", answer, findings);
    }

    private void check(String path, JsonNode node, Findings findings) {
        if (node.isTextual()) {
            text(path, node.textValue(), findings);
        }
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            check(path + "[" + i + "]", node.get(i), findings);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String place = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            name(place, field.getKey(), findings);
            check(place, field.getValue(), findings);
        }
    }

    /** Names become columns and labels. Where the schema leaves them to the model nothing else looks at them. */
    private void name(String place, String name, Findings findings) {
        if (!allowHtml) {
            Html.find(name)
                    .ifPresent(found -> findings.add("html", place, "the field's name contains HTML (" + found + ")"));
        }
    }

    private void text(String path, String text, Findings findings) {
        int chars = text.codePointCount(0, text.length());
        if (chars > maxChars) {
            findings.add("too_long", path, chars + " characters, at most " + maxChars + " allowed");
        }
        if (rejectHtml) {
            Html.find(text).ifPresent(found -> findings.add("html", path, "contains HTML (" + found + ")"));
        }
        for (Pattern pattern : forbidden) {
            if (pattern.matcher(text).find()) {
                findings.add("forbidden", path, "has what the pattern " + pattern.pattern() + " forbids");
            }
        }
        if (language != null) {
            language.broken(text).ifPresent(message -> findings.add("language", path, message));
        }
    }
}
