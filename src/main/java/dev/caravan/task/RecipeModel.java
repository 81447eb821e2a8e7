package dev.caravan.task;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.model.BatchModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The resolved model of a recipe: what decides how a request is answered. The account it runs on does not. */
public record RecipeModel(
        String provider,
        String model,
        String endpoint,
        @Nullable String thinking,
        Map<String, Object> parameters) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    public RecipeModel {
        parameters = Map.copyOf(parameters);
    }

    public static RecipeModel of(BatchModel model) {
        return new RecipeModel(
                model.credential().provider().name(),
                model.model(),
                model.endpoint(),
                model.thinking(),
                model.parameters());
    }

    /** Compact JSON with sorted keys: equal models, equal text. */
    public String toJson() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("provider", provider);
        fields.put("model", model);
        fields.put("endpoint", endpoint);
        if (thinking != null) {
            fields.put("thinking", thinking);
        }
        fields.put("parameters", parameters);
        try {
            return JSON.writeValueAsString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The inverse of {@link #toJson}. */
    public static RecipeModel fromJson(String json) {
        try {
            var node = JSON.readTree(json);
            return new RecipeModel(
                    node.required("provider").textValue(),
                    node.required("model").textValue(),
                    node.required("endpoint").textValue(),
                    node.path("thinking").textValue(),
                    JSON.convertValue(node.required("parameters"), new TypeReference<Map<String, Object>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("Not the model of a recipe: " + json, e);
        }
    }
}
