package dev.caravan.console.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A credential as its form has it, without its secrets: they go to the desk and nowhere else.
 *
 * @param query lines of {@code name=value}; so are {@code enqueued}, of models and tokens
 * @param settings by name, those that were given
 */
record TypedCredential(
        String name, String provider, String baseUrl, String query, Map<String, String> settings, String enqueued) {
    static final String SECRET = "secret";
    static final String WEBHOOK = "webhook_secret";
    /** Takes the secret of webhooks away. */
    static final String WITHOUT_WEBHOOK = "without_webhook";

    static final String SETTING = "setting.";

    TypedCredential {
        settings = Map.copyOf(settings);
    }

    static TypedCredential of(HttpServletRequest request) {
        Map<String, String> settings = new LinkedHashMap<>();
        request.getParameterMap().keySet().stream()
                .filter(name -> name.startsWith(SETTING))
                .filter(name -> !TypedModel.said(request, name).isEmpty())
                .forEach(name -> settings.put(name.substring(SETTING.length()), TypedModel.said(request, name)));
        return new TypedCredential(
                TypedModel.said(request, "name"),
                TypedModel.said(request, "provider"),
                TypedModel.said(request, "base_url"),
                TypedModel.said(request, "query"),
                settings,
                TypedModel.said(request, "enqueued_tokens"));
    }

    /** What was made. */
    static TypedCredential of(String name, ObjectNode fields) {
        Map<String, String> settings = new LinkedHashMap<>();
        fields.path("settings")
                .properties()
                .forEach(one -> settings.put(one.getKey(), one.getValue().asText()));
        return new TypedCredential(
                name,
                fields.path("provider").asText(),
                fields.path("base_url").asText(),
                lines(fields.path("query")),
                settings,
                lines(fields.path("enqueued_tokens")));
    }

    private static String lines(JsonNode object) {
        return object.properties().stream()
                .map(one -> one.getKey() + "=" + one.getValue().asText())
                .collect(Collectors.joining("\n"));
    }

    /** As it goes to the desk, without secrets; what can't be written so is left out, and said. */
    ObjectNode json(Map<String, String> wrong) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "provider", provider);
        put(json, "base_url", baseUrl);
        object(json, "query", query, wrong);
        if (!settings.isEmpty()) {
            ObjectNode own = json.putObject("settings");
            settings.forEach(own::put);
        }
        object(json, "enqueued_tokens", enqueued, wrong);
        return json;
    }

    /** Adds the secrets that were typed; those that were not stay as they are. */
    static ObjectNode withSecrets(ObjectNode json, HttpServletRequest request) {
        ObjectNode all = json.deepCopy();
        for (String field : new String[] {SECRET, WEBHOOK}) {
            put(all, field, TypedModel.said(request, field));
        }
        if (!all.has(WEBHOOK) && !TypedModel.said(request, WITHOUT_WEBHOOK).isEmpty()) {
            all.putNull(WEBHOOK);
        }
        return all;
    }

    private static void object(ObjectNode json, String field, String lines, Map<String, String> wrong) {
        if (lines.isEmpty()) {
            return;
        }
        ObjectNode object = json.putObject(field);
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            int equals = line.indexOf('=');
            String key = equals < 0 ? "" : line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            if (key.isEmpty() || value.isEmpty() || object.has(key)) {
                wrong.put(field, "has one name=value in each line, and each name once; this is none: " + line);
            } else if (value.matches("[0-9]{1,18}")) {
                object.put(key, Long.parseLong(value));
            } else {
                object.put(key, value);
            }
        });
    }

    private static void put(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }
}
