package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Rules for every text in an answer, however deep. */
final class TextRules {
    private final int maxChars;
    private final boolean rejectHtml;

    TextRules(int maxChars, boolean rejectHtml) {
        this.maxChars = maxChars;
        this.rejectHtml = rejectHtml;
    }

    Optional<Verdict> check(JsonNode answer) {
        return check("", answer);
    }

    private Optional<Verdict> check(String path, JsonNode node) {
        if (node.isTextual()) {
            return text(path.isEmpty() ? "answer" : path, node.textValue());
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Optional<Verdict> broken = check(path + "[" + i + "]", node.get(i));
                if (broken.isPresent()) {
                    return broken;
                }
            }
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            Optional<Verdict> broken =
                    check(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue());
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<Verdict> text(String path, String text) {
        int chars = text.codePointCount(0, text.length());
        if (chars > maxChars) {
            return Optional.of(
                    Verdict.invalid("too_long", path + ": " + chars + " characters, at most " + maxChars + " allowed"));
        }
        return rejectHtml
                ? Html.find(text).map(found -> Verdict.invalid("html", path + ": contains HTML (" + found + ")"))
                : Optional.empty();
    }
}
