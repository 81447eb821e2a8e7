package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** Cleans every text of an answer, and says which ones it changed. */
final class Sanitizing {
    private final HtmlCleaner cleaner = new HtmlCleaner();

    /** @param remarks gets one for each text that was changed */
    JsonNode clean(JsonNode value, Findings remarks) {
        return clean("", value, remarks);
    }

    private JsonNode clean(String path, JsonNode node, Findings remarks) {
        if (node.isTextual()) {
            String text = node.textValue();
            String cleaned = cleaner.clean(text);
            if (cleaned.equals(text)) {
                return node;
            }
            remarks.add("sanitized", path, "HTML was cleaned: what could do harm was taken out");
            return TextNode.valueOf(cleaned);
        }
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, clean(path + "[" + i + "]", list.get(i), remarks));
            }
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(clean(
                        path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), remarks));
            }
        }
        return node;
    }
}
