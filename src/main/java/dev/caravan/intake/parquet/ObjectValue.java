package dev.caravan.intake.parquet;

import dev.caravan.intake.JsonFields;
import dev.caravan.intake.RowGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** A group as an object: what is absent is null, what is repeated is a list. */
final class ObjectValue extends GroupConverter {
    private final RowGuard guard;
    private final Consumer<Object> out;
    private final List<String> single = new ArrayList<>();
    private final List<String> repeated = new ArrayList<>();
    private final Converter[] converters;
    private SortedMap<String, Object> fields = new TreeMap<>();

    ObjectValue(GroupType group, String path, RowGuard guard, Consumer<Object> out) {
        this.guard = guard;
        this.out = out;
        this.converters =
                group.getFields().stream().map(field -> converter(field, path)).toArray(Converter[]::new);
    }

    private Converter converter(Type field, String path) {
        String name = field.getName();
        boolean many = Converters.isRepeated(field);
        (many ? repeated : single).add(name);
        return Converters.of(
                field, path.isEmpty() ? name : path + "." + name, guard, many ? v -> add(name, v) : v -> put(name, v));
    }

    private void put(String name, Object value) {
        if (guard.ok()) {
            fields.put(name, value);
        }
    }

    @SuppressWarnings("unchecked")
    private void add(String name, Object value) {
        if (guard.ok()) {
            ((List<Object>) fields.computeIfAbsent(name, key -> new ArrayList<>())).add(value);
        }
    }

    @Override
    public Converter getConverter(int field) {
        return converters[field];
    }

    @Override
    public void start() {
        guard.value();
        fields = new TreeMap<>();
        if (guard.ok()) {
            single.forEach(name -> fields.put(name, JsonFields.NULL));
            repeated.forEach(name -> fields.put(name, new ArrayList<>()));
        }
    }

    @Override
    public void end() {
        out.accept(fields);
    }
}
