package dev.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A setting of application.yaml as the metadata for IDEs have it, which is where its text stands.
 *
 * @param fallback empty if there is none
 */
record Setting(String name, String type, String fallback, String text) {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");

    static List<Setting> all() throws IOException {
        List<Setting> all = new ArrayList<>();
        for (JsonNode one : new ObjectMapper().readTree(METADATA.toFile()).get("properties")) {
            all.add(new Setting(
                    one.get("name").asText(),
                    one.get("type").asText(),
                    one.path("defaultValue").asText(""),
                    one.get("description").asText()));
        }
        return all;
    }

    /** The type as people would say it. */
    String kind() {
        if (type.startsWith("java.util.Map")) {
            return "keys of your own";
        }
        return switch (type) {
            case "java.lang.Integer", "java.lang.Long" -> "whole number";
            case "java.lang.Double" -> "number";
            case "java.lang.Boolean" -> "`true`, `false`";
            case "java.lang.String" -> "text";
            default -> "list of text";
        };
    }
}
