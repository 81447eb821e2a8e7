package dev.caravan.intake.parquet;

import dev.caravan.intake.JsonFields;
import dev.caravan.intake.RowGuard;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.jspecify.annotations.Nullable;

/** A map as an object; its keys become text. */
final class MapValue extends GroupConverter {
    private final String path;
    private final RowGuard guard;
    private final Consumer<Object> out;
    private final Entry entry;
    private SortedMap<String, Object> entries = new TreeMap<>();

    MapValue(GroupType map, String path, RowGuard guard, Consumer<Object> out) {
        this.path = path;
        this.guard = guard;
        this.out = out;
        this.entry = new Entry(map.getType(0).asGroupType());
    }

    private static String text(Object key) {
        return key instanceof JsonFields.Number number ? number.text() : key.toString();
    }

    private void add(@Nullable Object key, @Nullable Object value) {
        if (!guard.ok()) {
            return;
        }
        if (key == null) {
            guard.refuse("\"" + RowGuard.brief(path) + "\" has an entry without key");
        } else if (entries.put(text(key), value == null ? JsonFields.NULL : value) != null) {
            guard.refuse("\"" + RowGuard.brief(path) + "\" has the key \"" + RowGuard.brief(text(key)) + "\" twice");
        }
    }

    @Override
    public Converter getConverter(int field) {
        return entry;
    }

    @Override
    public void start() {
        guard.value();
        entries = new TreeMap<>();
    }

    @Override
    public void end() {
        out.accept(entries);
    }

    private final class Entry extends GroupConverter {
        private final Converter[] parts;
        private @Nullable Object key;
        private @Nullable Object value;

        Entry(GroupType type) {
            parts = new Converter[] {
                Converters.of(type.getType(0), path, guard, found -> key = found),
                Converters.of(type.getType(1), path, guard, found -> value = found)
            };
        }

        @Override
        public Converter getConverter(int field) {
            return parts[field];
        }

        @Override
        public void start() {
            guard.value();
            key = null;
            value = null;
        }

        @Override
        public void end() {
            add(key, value);
        }
    }
}
