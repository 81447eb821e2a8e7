package dev.caravan.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.model.Setting;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The settings of one account as the code asks for them. One that is not given has its standard. */
record Dialect(Map<String, String> settings) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String NONE = "none";

    String text(Setting setting) {
        return settings.getOrDefault(setting.name(), setting.standard()).strip();
    }

    boolean is(Setting setting, String value) {
        return text(setting).equals(value);
    }

    /** Empty where the setting says none. */
    Optional<String> unlessNone(Setting setting) {
        return Optional.of(text(setting)).filter(text -> !text.equals(NONE) && !text.isEmpty());
    }

    /** @throws IllegalArgumentException if it is not a whole number of seconds */
    Optional<Long> seconds(Setting setting) {
        return unlessNone(setting).map(text -> {
            if (!text.matches("[1-9]\\d{0,8}")) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a number of seconds for \"" + setting.name() + "\"");
            }
            return Long.valueOf(text);
        });
    }

    Optional<Duration> fileCheck() {
        return seconds(OpenAiSettings.FILE_CHECK).map(Duration::ofSeconds);
    }

    /** @throws IllegalArgumentException if it is not a JSON object */
    ObjectNode object(Setting setting) {
        Optional<String> text = unlessNone(setting);
        if (text.isEmpty()) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readValue(text.get(), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "\"" + setting.name() + "\" is not a JSON object: " + e.getOriginalMessage(), e);
        }
    }

    /** An endpoint of ours as this provider writes it. */
    String endpoint(String ours) {
        return unlessNone(OpenAiSettings.ENDPOINT_PREFIX).orElse("") + ours.substring("/v1".length());
    }
}
