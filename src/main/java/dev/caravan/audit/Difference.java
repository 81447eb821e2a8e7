package dev.caravan.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.audit.Story.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is another between two values, field by field. */
final class Difference {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private Difference() {}

    static List<Change> between(String before, String after) {
        List<Change> changes = new ArrayList<>();
        try {
            compare("", JSON.readTree(before), JSON.readTree(after), changes);
        } catch (JsonProcessingException e) {
            if (!before.equals(after)) {
                changes.add(new Change("", before, after));
            }
        }
        return List.copyOf(changes);
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<Change> changes) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(path.isEmpty() ? name : path + "." + name, before.path(name), after.path(name), changes);
            }
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                JsonNode old = i < before.size() ? before.get(i) : MissingNode.getInstance();
                JsonNode now = i < after.size() ? after.get(i) : MissingNode.getInstance();
                compare(path + "[" + i + "]", old, now, changes);
            }
        } else {
            changes.add(new Change(path, shown(before), shown(after)));
        }
    }

    private static @Nullable String shown(JsonNode node) {
        return node.isMissingNode() ? null : node.toString();
    }
}
