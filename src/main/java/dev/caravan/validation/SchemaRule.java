package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
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
                .pathType(PathType.JSON_PATH)
                .formatAssertionsEnabled(true)
                .build();
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(json, config);
        schema.initializeValidators();
    }

    void check(JsonNode value, Findings findings) {
        for (ValidationMessage broken : schema.validate(value)) {
            findings.add("schema." + broken.getType(), field(broken), broken.getError());
        }
    }

    /** {@code category}, {@code tags[0]}; empty for the whole. */
    private static String field(ValidationMessage message) {
        String path = message.getInstanceLocation().toString();
        String field = path.startsWith("$.") ? path.substring(2) : path.substring(1);
        String property = message.getProperty();
        if (property != null) {
            return field.isEmpty() ? property : field + "." + property;
        }
        return field;
    }
}
