package dev.caravan.intake.parquet;

import dev.caravan.intake.RowGuard;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Chooses what a column becomes: a value, an object, a list, or an object for a map. */
final class Converters {
    private Converters() {}

    /**
     * @param path of the column, for reasons
     * @param out takes each value when it is complete
     */
    static Converter of(Type type, String path, RowGuard guard, Consumer<Object> out) {
        if (type.isPrimitive()) {
            return new SingleValue(new Scalars(type.asPrimitiveType(), path, guard), guard, out);
        }
        GroupType group = type.asGroupType();
        if (isList(group)) {
            return new ListValue(group, path, guard, out);
        }
        return isMap(group) ? new MapValue(group, path, guard, out) : new ObjectValue(group, path, guard, out);
    }

    static boolean isRepeated(Type type) {
        return type.isRepetition(Repetition.REPEATED);
    }

    private static boolean isList(GroupType group) {
        return group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation && holdsOneRepeated(group);
    }

    private static boolean isMap(GroupType group) {
        boolean annotated = group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
                || group.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation;
        if (!annotated || !holdsOneRepeated(group) || group.getType(0).isPrimitive()) {
            return false;
        }
        List<Type> entry = group.getType(0).asGroupType().getFields();
        return entry.size() == 2 && entry.get(0).isPrimitive() && !isRepeated(entry.get(0));
    }

    private static boolean holdsOneRepeated(GroupType group) {
        return group.getFieldCount() == 1 && isRepeated(group.getType(0));
    }
}
