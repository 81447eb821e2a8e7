package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a publication as a table.
 *
 * @param steps from the top of the JSON line down to the value, e.g. {@code tokens}, {@code input}
 */
public record Column(List<String> steps, Kind kind) {

    /** What a column holds. A value that is missing or null is null in every kind. */
    public enum Kind {
        TEXT,
        /** Whole numbers of 64 bits. */
        INTEGER,
        /** Numbers that a double holds. */
        NUMBER,
        BOOLEAN,
        /** Whatever it is, as JSON text. */
        JSON;

        boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case INTEGER -> value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
                case NUMBER -> value.isNumber() && Double.isFinite(value.doubleValue());
                case BOOLEAN -> value.isBoolean();
                case JSON -> true;
            };
        }
    }

    /** @param path steps with dots between them */
    public static Column of(String path, Kind kind) {
        return new Column(List.of(path.split("\\.")), kind);
    }

    /** The steps with dots between them. */
    public String path() {
        return String.join(".", steps);
    }

    /** The value in a line; null if there is none. */
    public @Nullable JsonNode in(JsonNode line) {
        JsonNode value = line;
        for (String step : steps) {
            value = value.path(step);
        }
        return value.isMissingNode() || value.isNull() ? null : value;
    }
}
