package dev.caravan.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the settings as JSON Schema of application.yaml. Below {@code caravan} there are these and no others; what else stands
 * in that file is Spring Boot's and OpenTelemetry's, and free.
 */
final class SettingsSchema {
    static final Path FILE = Path.of("src/main/resources/schemas/application.schema.json");

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A value that comes from the environment, or partly. */
    private static final String FILLED = ".*\\$\\{.+\\}.*";

    private SettingsSchema() {}

    static ObjectNode write(List<Setting> settings) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Settings of Caravan (config/application.yaml)");
        schema.put(
                "description",
                "Settings of Caravan below caravan (docs/reference/settings.md), and those of Spring Boot beside it.");
        schema.put("type", "object");
        schema.putObject("properties").set("caravan", section());
        for (Setting setting : settings) {
            ObjectNode at = (ObjectNode) schema.at("/properties/caravan");
            String[] path = setting.name().split("\\.");
            for (int i = 1; i < path.length - 1; i++) {
                ObjectNode inside = (ObjectNode) at.get("properties");
                if (!inside.has(path[i])) {
                    inside.set(path[i], section());
                }
                at = (ObjectNode) inside.get(path[i]);
            }
            ((ObjectNode) at.get("properties")).set(path[path.length - 1], value(setting));
        }
        return schema;
    }

    /** Keys of which all may be commented out. */
    private static ObjectNode section() {
        ObjectNode section = JSON.createObjectNode();
        section.putArray("type").add("object").add("null");
        section.putObject("properties");
        section.put("additionalProperties", false);
        return section;
    }

    private static ObjectNode value(Setting setting) {
        ObjectNode value = JSON.createObjectNode();
        value.put("description", setting.text());
        switch (setting.type()) {
            case "java.lang.Integer", "java.lang.Long" -> typed(value, "-?\\d+", "integer");
            case "java.lang.Double" -> typed(value, "\\d+(\\.\\d+)?", "number");
            case "java.lang.Boolean" -> typed(value, "true|false", "boolean");
            case "java.lang.String" ->
                value.putArray("type").add("string").add("number").add("boolean");
            default -> {
                boolean map = setting.type().startsWith("java.util.Map");
                value.putArray("type").add(map ? "object" : "array").add(map ? "null" : "string");
            }
        }
        return setting.fallback().isEmpty() ? value : withDefault(value, setting);
    }

    private static void typed(ObjectNode value, String form, String type) {
        value.putArray("type").add(type).add("string");
        value.put("pattern", "^(?:" + form + "|" + FILLED + ")$");
    }

    private static ObjectNode withDefault(ObjectNode value, Setting setting) {
        return switch (setting.type()) {
            case "java.lang.Integer", "java.lang.Long" -> value.put("default", Long.parseLong(setting.fallback()));
            case "java.lang.Boolean" -> value.put("default", Boolean.parseBoolean(setting.fallback()));
            default -> value.put("default", setting.fallback());
        };
    }
}
