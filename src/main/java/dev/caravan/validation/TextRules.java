package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Rules for every text in an answer, however deep. */
final class TextRules {
    private final int maxChars;
    private final boolean rejectHtml;

    TextRules(int maxChars, boolean rejectHtml) {
        this.maxChars = maxChars;
        this.rejectHtml = rejectHtml;
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
            check(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), findings);
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
    }
}
