package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Locale;

/** JSON Schema 2020-12, with {@code format} as a rule and not only a remark. */
final class SchemaRule {
    private final JsonSchema schema;

    SchemaRule(String json) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .locale(Locale.ENGLISH)
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(true)
                .build();
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(json, config);
        schema.initializeValidators();
    }

    void check(JsonNode value, Findings findings) {
        for (ValidationMessage broken : schema.validate(value)) {
            findings.add("schema." + broken.getType(), field(broken), sentence(broken));
        }
    }

    /** Whether a text breaks nothing of it. */
    boolean allows(String text) {
        return schema.validate(TextNode.valueOf(text)).isEmpty();
    }

    /** {@code category}, {@code tags[0]}; empty for the whole. */
    private static String field(ValidationMessage message) {
        String path = path(message.getInstanceLocation());
        String field = path.startsWith("$.") ? path.substring(2) : path.substring(1);
        String property = message.getProperty();
        if (property != null) {
            return field.isEmpty() ? property : field + "." + property;
        }
        return field;
    }

    /** As a JSON path; not by the library, which writes none with an empty name, as an answer may well have one. */
    private static String path(JsonNodePath location) {
        String path = PathType.JSON_PATH.getRoot();
        for (int i = 0; i < location.getNameCount(); i++) {
            Object step = location.getElement(i);
            if (step instanceof Integer index) {
                path = PathType.JSON_PATH.append(path, index);
            } else {
                String name = step.toString();
                path = name.isEmpty() ? path + "['']" : PathType.JSON_PATH.append(path, name);
            }
        }
        return path;
    }

    /** Without the place, whatever its names have in them. */
    private static String sentence(ValidationMessage message) {
        String whole = message.getMessage();
        String place = message.getInstanceLocation() + ": ";
        return whole.startsWith(place) ? whole.substring(place.length()) : message.getError();
    }
}
