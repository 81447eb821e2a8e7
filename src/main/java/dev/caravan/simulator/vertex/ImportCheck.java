package dev.caravan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.Findings;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.LineIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The loading of a request file as a table: one breach of its rules fails the whole job, and nothing is charged. */
final class ImportCheck {
    private static final int DEEPEST = 15;

    private final Map<String, String> types = new HashMap<>();

    private ImportCheck() {}

    static Findings of(Path file, int maxRequests, long maxBytes) throws IOException {
        ImportCheck check = new ImportCheck();
        try (LineIndex lines = LineIndex.open(file)) {
            if (lines.count() == 0 || lines.count() > maxRequests || java.nio.file.Files.size(file) > maxBytes) {
                return Findings.of(breach(
                        null,
                        "the file holds " + lines.count() + " requests in " + java.nio.file.Files.size(file)
                                + " bytes"));
            }
            for (int i = 0; i < lines.count(); i++) {
                Finding found = check.line(lines.read(i), i + 1);
                if (found != null) {
                    return Findings.of(found);
                }
            }
            return Findings.of(lines.count());
        }
    }

    private @Nullable Finding line(byte[] bytes, int number) {
        JsonNode line = Json.readOrMissing(Json.textOrEmpty(bytes));
        if (!line.isObject() || !line.path("request").isObject()) {
            return breach(number, "it is no JSON object with a request");
        }
        String why = value("", line, 0);
        return why == null ? null : breach(number, why);
    }

    private @Nullable String value(String path, JsonNode value, int level) {
        if (level > DEEPEST) {
            return path + " lies too deep";
        }
        if (value.isObject() && value.isEmpty()) {
            return path + " is an empty object";
        }
        String type = value.isNumber() ? "number" : value.getNodeType().name();
        String before = types.putIfAbsent(path, type);
        if (before != null && !before.equals(type)) {
            return path + " is " + before + " in one place and " + type + " in another";
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (!field.getKey().matches("[A-Za-z_][A-Za-z0-9_]{0,299}")) {
                return path + "." + field.getKey() + " is no name of a column";
            }
            String why = value(path + "." + field.getKey(), field.getValue(), level + 1);
            if (why != null) {
                return why;
            }
        }
        if (value.isArray()) {
            for (JsonNode item : value) {
                String why = item.isNull() ? path + " holds null" : value(path + "[]", item, level);
                if (why != null) {
                    return why;
                }
            }
        }
        return null;
    }

    private static Finding breach(@Nullable Integer line, String why) {
        return new Finding(
                "3",
                "Failed to import data to create dataset. Error while reading data"
                        + (line == null ? "" : ", error on line " + line) + ": " + why,
                null,
                line);
    }
}
