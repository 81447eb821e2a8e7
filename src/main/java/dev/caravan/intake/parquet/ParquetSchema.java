package dev.caravan.intake.parquet;

import dev.caravan.intake.RowGuard;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Takes the columns from the index, if they are such as a record can have. */
final class ParquetSchema {
    static final int MAX_ELEMENTS = 10_000;

    private ParquetSchema() {}

    static MessageType of(FileMetaData index) throws IOException {
        List<SchemaElement> elements = index.getSchema();
        if (elements.size() > MAX_ELEMENTS) {
            throw new Damaged("it has more than " + MAX_ELEMENTS + " columns");
        }
        if (elements.isEmpty() || below(elements, 0, 0) != elements.size()) {
            throw new Damaged("its columns are not described to the end");
        }
        FileMetaData columns = new FileMetaData(index.getVersion(), elements, 0, List.of());
        MessageType schema = new ParquetMetadataConverter()
                .fromParquetMetadata(columns)
                .getFileMetaData()
                .getSchema();
        if (schema.getFieldCount() == 0) {
            throw new Damaged("it has no columns");
        }
        checkNames(schema);
        return schema;
    }

    /** Walks over an element and all below it; the converter would go as deep as it is told to. */
    private static int below(List<SchemaElement> elements, int at, int depth) throws Damaged {
        if (depth > RowGuard.MAX_DEPTH) {
            throw new Damaged("its columns are nested deeper than " + RowGuard.MAX_DEPTH + " levels");
        }
        if (at >= elements.size()) {
            throw new Damaged("its columns are not described to the end");
        }
        int next = at + 1;
        for (int child = 0; child < elements.get(at).getNum_children(); child++) {
            next = below(elements, next, depth + 1);
        }
        return next;
    }

    private static void checkNames(GroupType group) throws Damaged {
        Set<String> names = new HashSet<>();
        for (Type field : group.getFields()) {
            if (!names.add(field.getName())) {
                throw new Damaged("two columns are both named \"" + RowGuard.brief(field.getName()) + "\"");
            }
            if (!field.isPrimitive()) {
                checkNames(field.asGroupType());
            }
        }
    }
}
