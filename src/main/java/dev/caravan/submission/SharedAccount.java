package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a request names by an id that lies in the account of the credential: other workspaces may use that, too. */
final class SharedAccount {
    private static final Set<String> IDS = Set.of(
            "previous_response_id",
            "conversation",
            "file_id",
            "file_ids",
            "vector_store_ids",
            "container",
            "container_id",
            "prompt",
            "connector_id");
    /** What callers write freely. */
    private static final Set<String> FREE = Set.of("parameters", "schema", "metadata");

    private SharedAccount() {}

    /** Path of the first id; null if there is none. */
    static @Nullable String id(JsonNode body) {
        return id(body, "");
    }

    private static @Nullable String id(JsonNode node, String path) {
        if (node.path("type").asText().equals("item_reference")) {
            return path.isEmpty() ? "type" : path;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (IDS.contains(field.getKey()) && !field.getValue().isNull() && !isNewContainer(field)) {
                return name;
            }
            String within = FREE.contains(field.getKey()) ? null : id(field.getValue(), name);
            if (within != null) {
                return within;
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            String within = id(node.get(i), path + "[" + i + "]");
            if (within != null) {
                return within;
            }
        }
        return null;
    }

    /** {@code {"type": "auto"}} makes one, and may name files in it. */
    private static boolean isNewContainer(Map.Entry<String, JsonNode> field) {
        return field.getKey().equals("container")
                && field.getValue().path("type").asText().equals("auto")
                && !field.getValue().has("file_ids");
    }
}
