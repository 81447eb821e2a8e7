package dev.caravan.intake.parquet;

import dev.caravan.intake.RowGuard;
import dev.caravan.intake.SourceRow;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Puts the values of a row together as they come out of the columns. */
final class RowAssembly extends RecordMaterializer<SourceRow> {
    private final RowGuard guard = new RowGuard("bad_value");
    private final ObjectValue root;
    private SortedMap<String, Object> fields = new TreeMap<>();

    RowAssembly(MessageType schema) {
        root = new ObjectValue(schema, "", guard, found -> fields = asFields(found));
    }

    @SuppressWarnings("unchecked")
    private static SortedMap<String, Object> asFields(Object found) {
        return (SortedMap<String, Object>) found;
    }

    /** Starts the next row. */
    void begin(long number) {
        guard.begin(number);
    }

    @Override
    public SourceRow getCurrentRecord() {
        return guard.row(fields);
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }
}
