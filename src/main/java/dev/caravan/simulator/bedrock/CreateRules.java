package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Json;
import java.util.Set;
import java.util.regex.Pattern;

/** What Bedrock asks of the body of CreateModelInvocationJob. */
final class CreateRules {
    /** As documented, but written so that no name takes long to check. */
    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9+.-]{0,62}");

    private static final Set<String> KEYS = Set.of(
            "jobName",
            "roleArn",
            "modelId",
            "inputDataConfig",
            "outputDataConfig",
            "clientRequestToken",
            "modelInvocationType",
            "timeoutDurationInHours",
            "vpcConfig",
            "tags");
    private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9]+(-+[a-zA-Z0-9]+)*+");
    private static final Pattern ROLE = Pattern.compile("arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+");

    private CreateRules() {}

    static void check(JsonNode body) {
        for (String key : Json.names(body)) {
            if (!KEYS.contains(key)) {
                throw BedrockException.invalid("Unknown member '%s'.".formatted(key));
            }
        }
        text(body, "jobName", NAME, 63, true);
        text(body, "roleArn", ROLE, 2048, true);
        text(body, "modelId", Pattern.compile(".+"), 2048, true);
        text(body, "clientRequestToken", TOKEN, 256, false);
        String type = body.path("modelInvocationType").asText("InvokeModel");
        if (!type.equals("InvokeModel") && !type.equals("Converse")) {
            throw constraint(
                    type, "modelInvocationType", "Member must satisfy enum value set: [InvokeModel, Converse]");
        }
        JsonNode hours = body.path("timeoutDurationInHours");
        if (!hours.isMissingNode() && (!hours.isInt() || hours.asInt() < 24 || hours.asInt() > 168)) {
            throw constraint(hours.asText(), "timeoutDurationInHours", "Member must be between 24 and 168");
        }
        uri(body, "inputDataConfig", "s3InputDataConfig", Set.of("s3Uri", "s3InputFormat", "s3BucketOwner"));
        uri(body, "outputDataConfig", "s3OutputDataConfig", Set.of("s3Uri", "s3EncryptionKeyId", "s3BucketOwner"));
        String format = s3(body, "input").path("s3InputFormat").asText("JSONL");
        if (!format.equals("JSONL")) {
            throw constraint(format, "inputDataConfig.s3InputDataConfig.s3InputFormat", "Member must be JSONL");
        }
    }

    /** @param which {@code input} or {@code output} */
    static JsonNode s3(JsonNode body, String which) {
        String member = which.equals("input") ? "s3InputDataConfig" : "s3OutputDataConfig";
        return body.path(which + "DataConfig").path(member);
    }

    static S3Uri address(JsonNode body, String which) {
        return S3Uri.of(s3(body, which).path("s3Uri").asText(), which + "DataConfig.s3Uri");
    }

    private static void uri(JsonNode body, String config, String member, Set<String> keys) {
        JsonNode union = body.path(config);
        if (!union.isObject() || union.size() != 1 || !union.path(member).isObject()) {
            throw constraint(union.toString(), config, "Exactly one member must be set: " + member);
        }
        for (String key : Json.names(union.path(member))) {
            if (!keys.contains(key)) {
                throw BedrockException.invalid("Unknown member '%s.%s.%s'.".formatted(config, member, key));
            }
        }
        text(union.path(member), "s3Uri", Pattern.compile(".+"), 1024, true);
        text(union.path(member), "s3BucketOwner", Pattern.compile("[0-9]{12}"), 12, false);
        S3Uri.of(union.path(member).path("s3Uri").asText(), config + ".s3Uri");
    }

    private static void text(JsonNode body, String key, Pattern form, int most, boolean required) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() && !required) {
            return;
        }
        if (!value.isTextual()) {
            throw constraint(value.isMissingNode() ? "null" : value.toString(), key, "Member must not be null");
        }
        if (value.asText().length() > most) {
            throw constraint(value.asText(), key, "Member must have length less than or equal to " + most);
        }
        if (!form.matcher(value.asText()).matches()) {
            throw constraint(value.asText(), key, "Member must satisfy regular expression pattern: " + form);
        }
    }

    static BedrockException constraint(String value, String key, String what) {
        return BedrockException.invalid(
                "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                        .formatted(value, key, what));
    }
}
