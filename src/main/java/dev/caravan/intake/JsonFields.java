package dev.caravan.intake;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Fields read from JSON: text, booleans, {@link Number}, {@link #NULL}, lists, and maps sorted by key. */
public record JsonFields(SortedMap<String, Object> fields) implements Fields {
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    /** A number as it is written. */
    public record Number(String text) {}

    @Override
    public @Nullable String id(String field) {
        Object value = fields.get(field);
        return value instanceof String s ? s : value instanceof Number n ? n.text() : null;
    }

    @Override
    public boolean isEmpty(String field) {
        Object value = fields.get(field);
        return value == null
                || value == NULL
                || value instanceof String s && s.isBlank()
                || value instanceof List<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
    }

    @Override
    public long chars() {
        return fields.values().stream().mapToLong(JsonFields::chars).sum();
    }

    private static long chars(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().mapToLong(JsonFields::chars).sum();
        }
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().mapToLong(JsonFields::chars).sum();
        }
        String text = value instanceof Number n ? n.text() : value == NULL ? "" : value.toString();
        return text.codePointCount(0, text.length());
    }

    @Override
    public void write(CanonicalWriter out) {
        write(fields, out);
    }

    private static void write(Object value, CanonicalWriter out) {
        if (value instanceof String s) {
            out.string(s);
        } else if (value instanceof Number n) {
            out.raw(n.text());
        } else if (value instanceof Map<?, ?> map) {
            char before = '{';
            for (Map.Entry<?, ?> field : map.entrySet()) {
                out.raw(before);
                out.string((String) field.getKey());
                out.raw(':');
                write(field.getValue(), out);
                before = ',';
            }
            end(before, '{', '}', out);
        } else if (value instanceof List<?> list) {
            char before = '[';
            for (Object item : list) {
                out.raw(before);
                write(item, out);
                before = ',';
            }
            end(before, '[', ']', out);
        } else {
            out.raw(value.toString());
        }
    }

    private static void end(char before, char open, char close, CanonicalWriter out) {
        if (before == open) {
            out.raw(open);
        }
        out.raw(close);
    }
}
