package dev.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.config.Shape;
import dev.caravan.config.YamlValue;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What counts where a key is not there, as it would be written. */
final class Defaults {
    private Defaults() {}

    /** Empty if nothing counts then, if it depends on something, or if the key must be there. */
    static Optional<JsonNode> json(Shape map, String key) {
        Shape place = map.child(key);
        if (map.wants(key) || place.fallbacks().size() != 1) {
            return Optional.empty();
        }
        Object value = place.fallbacks().iterator().next();
        if (value instanceof Duration time) {
            return Optional.of(new TextNode(written(time)));
        }
        if (value instanceof YamlValue.Range range) {
            return Optional.of(new TextNode(written(range.first()) + ".." + written(range.longest())));
        }
        if (value instanceof Double number) {
            boolean percent =
                    place.measures().stream().anyMatch(measure -> measure.kind().equals("percent"));
            return Optional.of(percent ? new TextNode(plain(number) + "%") : new DoubleNode(number));
        }
        if (value instanceof Number number) {
            return number.longValue() == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(new LongNode(number.longValue()));
        }
        String text = value.toString();
        if (place.words().equals(Set.of("true", "false"))) {
            return Optional.of(BooleanNode.valueOf(Boolean.parseBoolean(text)));
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(new TextNode(text));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private static String written(Duration time) {
        long millis = time.toMillis();
        if (millis % 1000 != 0 || millis == 0) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
