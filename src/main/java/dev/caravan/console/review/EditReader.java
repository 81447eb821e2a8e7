package dev.caravan.console.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.validation.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Makes an answer of what somebody put into a form. What can't be what its field wants is taken as text, so that the rules
 * of the task judge it; only text that is no JSON where JSON is written is judged here.
 */
final class EditReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private final MultiValueMap<String, String> form;
    private final List<Finding> findings = new ArrayList<>();

    private EditReader(MultiValueMap<String, String> form) {
        this.form = form;
    }

    /**
     * @param value the answer; what it is where {@code findings} is not empty doesn't count
     * @param findings texts that are no JSON
     */
    record Edited(JsonNode value, List<Finding> findings) {}

    /** @param before the answer that the form was made of */
    static Edited read(List<FieldSpec> fields, MultiValueMap<String, String> form, @Nullable JsonNode before) {
        EditReader reader = new EditReader(form);
        JsonNode value = reader.whole(fields, before);
        return new Edited(value, List.copyOf(reader.findings));
    }

    private JsonNode whole(List<FieldSpec> fields, @Nullable JsonNode before) {
        if (fields.size() == 1 && fields.get(0).keys().isEmpty()) {
            JsonNode value = json(fields.get(0), text(fields.get(0)));
            return value == null ? NODES.nullNode() : value;
        }
        ObjectNode top = NODES.objectNode();
        for (FieldSpec field : fields) {
            JsonNode value = value(field, at(before, field.keys()));
            if (value != null) {
                parent(top, field.keys()).set(field.keys().get(field.keys().size() - 1), value);
            }
        }
        return top;
    }

    private static ObjectNode parent(ObjectNode top, List<String> keys) {
        ObjectNode parent = top;
        for (String key : keys.subList(0, keys.size() - 1)) {
            parent = parent.withObjectProperty(key);
        }
        return parent;
    }

    static @Nullable JsonNode at(@Nullable JsonNode value, List<String> keys) {
        JsonNode node = value;
        for (String key : keys) {
            node = node == null ? null : node.get(key);
        }
        return node;
    }

    private String text(FieldSpec field) {
        String text = form.getFirst(field.parameter());
        return text == null ? "" : text.replace("\r\n", "\n");
    }

    /** Null leaves the key out. */
    private @Nullable JsonNode value(FieldSpec field, @Nullable JsonNode before) {
        String text = text(field);
        return switch (field.kind()) {
            case CHOICES -> choices(field, before);
            case LINES -> lines(field, text, before);
            case TEXT -> text.isEmpty() ? nothing(field, before, NODES.textNode("")) : NODES.textNode(text);
            case NUMBER -> text.isBlank() ? nothing(field, before, null) : number(text.strip());
            case BOOLEAN -> text.isEmpty() ? nothing(field, before, null) : NODES.booleanNode(text.equals("true"));
            case CHOICE -> choice(field, text, before);
            case JSON -> text.isBlank() ? null : json(field, text);
        };
    }

    /** What an empty field stands for: what it was if that showed as empty too, else null where that is allowed. */
    private static @Nullable JsonNode nothing(FieldSpec field, @Nullable JsonNode before, @Nullable JsonNode empty) {
        if (before != null
                && (before.isNull() || before.isTextual() && before.textValue().isEmpty())) {
            return before;
        }
        // A field that the answer lacks stays missing, so that the rules say so; emptied on purpose it is empty.
        if (field.required() && before != null) {
            return field.mayBeNull() ? NODES.nullNode() : empty;
        }
        return null;
    }

    private static JsonNode number(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            boolean sane = Math.abs(number.scale()) <= 400;
            return sane && number.scale() <= 0 && number.precision() <= 18
                    ? NODES.numberNode(number.longValueExact())
                    : sane ? NODES.numberNode(number) : NODES.textNode(text);
        } catch (ArithmeticException | NumberFormatException e) {
            return NODES.textNode(text);
        }
    }

    private static @Nullable JsonNode choice(FieldSpec field, String text, @Nullable JsonNode before) {
        if (text.isEmpty()) {
            return nothing(field, before, null);
        }
        if (text.equals("=") && before != null) {
            return before;
        }
        return option(field, text);
    }

    private static JsonNode option(FieldSpec field, String text) {
        boolean index = text.matches("\\d{1,6}")
                && Integer.parseInt(text) < field.options().size();
        return index ? field.options().get(Integer.parseInt(text)) : NODES.textNode(text);
    }

    /** What was chosen before keeps its place, also what the schema does not offer; what is new comes after it. */
    private @Nullable JsonNode choices(FieldSpec field, @Nullable JsonNode before) {
        List<String> ticked = form.getOrDefault(field.parameter(), List.of());
        ArrayNode chosen = NODES.arrayNode();
        for (int i = 0; before != null && i < before.size(); i++) {
            int option = field.options().indexOf(before.get(i));
            if (ticked.contains(option < 0 ? "=" + i : String.valueOf(option))) {
                chosen.add(before.get(i));
            }
        }
        for (int i = 0; i < field.options().size(); i++) {
            JsonNode option = field.options().get(i);
            if (ticked.contains(String.valueOf(i)) && !holds(chosen, option)) {
                chosen.add(option);
            }
        }
        return chosen.isEmpty() && before == null && !field.required() ? null : chosen;
    }

    private static boolean holds(ArrayNode list, JsonNode value) {
        for (JsonNode item : list) {
            if (item.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable JsonNode lines(FieldSpec field, String text, @Nullable JsonNode before) {
        boolean numbers = !FieldSpec.type(field.schema().path("items")).equals("string");
        ArrayNode list = NODES.arrayNode();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            list.add(numbers ? number(line) : NODES.textNode(line));
        });
        return list.isEmpty() && before == null && !field.required() ? null : list;
    }

    private @Nullable JsonNode json(FieldSpec field, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            findings.add(new Finding("parse", field.path(), "This is no JSON: " + e.getOriginalMessage()));
            return null;
        }
    }
}
