package dev.caravan.publish.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.jerolba.carpet.model.FieldType;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import dev.caravan.publish.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns as a Parquet schema: {@code tokens.input} is the field {@code input} of the group {@code tokens}. */
final class RowModel {
    private RowModel() {}

    static WriteRecordModelType<JsonNode> of(List<Column> columns) {
        WriteRecordModelType<JsonNode> model = FieldTypes.writeRecordModel(JsonNode.class);
        Map<String, List<Column>> groups = new LinkedHashMap<>();
        for (Column column : columns) {
            groups.computeIfAbsent(column.steps().get(0), first -> new ArrayList<>())
                    .add(column);
        }
        groups.forEach((name, members) -> {
            if (members.get(0).steps().size() == 1) {
                model.withField(name, type(members.get(0)), line -> value(members.get(0), line));
            } else {
                model.withField(name, group(members), line -> line);
            }
        });
        return model;
    }

    /** The functions of a group see the whole line, so that a path is followed in one place only. */
    private static WriteRecordModelType<JsonNode> group(List<Column> members) {
        WriteRecordModelType<JsonNode> group = FieldTypes.writeRecordModel(JsonNode.class);
        members.forEach(member -> group.withField(member.steps().get(1), type(member), line -> value(member, line)));
        return group;
    }

    private static FieldType type(Column column) {
        return switch (column.kind()) {
            case TEXT, JSON -> FieldTypes.STRING;
            case INTEGER -> FieldTypes.LONG;
            case NUMBER -> FieldTypes.DOUBLE;
            case BOOLEAN -> FieldTypes.BOOLEAN;
        };
    }

    @SuppressWarnings("NullAway") // The library takes null for "no value".
    private static Object value(Column column, JsonNode line) {
        JsonNode value = column.in(line);
        if (value == null) {
            return null;
        }
        return switch (column.kind()) {
            case TEXT -> value.textValue();
            case INTEGER -> value.longValue();
            case NUMBER -> value.doubleValue();
            case BOOLEAN -> value.booleanValue();
            case JSON -> value.toString();
        };
    }
}
