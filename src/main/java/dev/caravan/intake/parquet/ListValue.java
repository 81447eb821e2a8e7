package dev.caravan.intake.parquet;

import dev.caravan.intake.JsonFields;
import dev.caravan.intake.RowGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A list. What is repeated in it is a group around each element, or in older files the element itself.
 *
 * @see <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists">how lists are written</a>
 */
final class ListValue extends GroupConverter {
    private final RowGuard guard;
    private final Consumer<Object> out;
    private final Converter repeated;
    private List<Object> items = new ArrayList<>();

    ListValue(GroupType list, String path, RowGuard guard, Consumer<Object> out) {
        this.guard = guard;
        this.out = out;
        Type each = list.getType(0);
        this.repeated = isElement(each, list.getName())
                ? Converters.of(each, path, guard, this::add)
                : new Around(each.asGroupType(), path);
    }

    private static boolean isElement(Type repeated, String list) {
        return repeated.isPrimitive()
                || repeated.asGroupType().getFieldCount() != 1
                || Converters.isRepeated(repeated.asGroupType().getType(0))
                || repeated.getName().equals("array")
                || repeated.getName().equals(list + "_tuple");
    }

    private void add(Object value) {
        if (guard.ok()) {
            items.add(value);
        }
    }

    @Override
    public Converter getConverter(int field) {
        return repeated;
    }

    @Override
    public void start() {
        guard.value();
        items = new ArrayList<>();
    }

    @Override
    public void end() {
        out.accept(items);
    }

    /** The group around one element; with nothing in it the element is null. */
    private final class Around extends GroupConverter {
        private final Converter element;
        private @Nullable Object found;

        Around(GroupType around, String path) {
            element = Converters.of(around.getType(0), path, guard, value -> found = value);
        }

        @Override
        public Converter getConverter(int field) {
            return element;
        }

        @Override
        public void start() {
            guard.value();
            found = null;
        }

        @Override
        public void end() {
            add(found == null ? JsonFields.NULL : found);
        }
    }
}
