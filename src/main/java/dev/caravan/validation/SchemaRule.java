package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

    /** The first broken rule, and how many more there are. */
    Optional<Verdict> check(JsonNode value) {
        List<ValidationMessage> broken = new ArrayList<>(schema.validate(value));
        if (broken.isEmpty()) {
            return Optional.empty();
        }
        ValidationMessage first = broken.get(0);
        String more = broken.size() == 1 ? "" : " (and " + (broken.size() - 1) + " more)";
        return Optional.of(
                Verdict.invalid("schema." + first.getType(), field(first) + ": " + withoutPath(first) + more));
    }

    /** {@code category}, {@code tags[0]}, or {@code answer} for the whole. */
    private static String field(ValidationMessage message) {
        String path = message.getInstanceLocation().toString();
        String field = path.startsWith("$.") ? path.substring(2) : path.substring(1);
        String property = message.getProperty();
        if (property != null) {
            return field.isEmpty() ? property : field + "." + property;
        }
        return field.isEmpty() ? "answer" : field;
    }

    private static String withoutPath(ValidationMessage message) {
        return message.getError();
    }
}
