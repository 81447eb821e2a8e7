package dev.caravan.intake.parquet;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;

/** The columns of one row group. */
final class GroupPages implements PageReadStore {
    private final long rows;
    private final Map<ColumnDescriptor, ColumnPages> columns = new HashMap<>();

    GroupPages(ParquetFile file, RowGroup group, PageMemory memory) throws IOException {
        rows = group.getNum_rows();
        Map<List<String>, ColumnChunk> chunks = new HashMap<>();
        for (ColumnChunk chunk : group.getColumns()) {
            if (chunk.isSetCrypto_metadata() || !chunk.isSetMeta_data()) {
                throw new Damaged("a column is encrypted");
            }
            chunks.put(chunk.getMeta_data().getPath_in_schema(), chunk);
        }
        for (ColumnDescriptor column : file.schema().getColumns()) {
            String name = String.join(".", column.getPath());
            ColumnChunk chunk = chunks.get(List.of(column.getPath()));
            if (chunk == null || chunk.isSetFile_path()) {
                throw new Damaged("the column \"" + name + "\" lies not in the file");
            }
            if (chunk.getMeta_data().getNum_values() < rows) {
                throw new Damaged("the column \"" + name + "\" has fewer values than there are rows");
            }
            columns.put(column, new ColumnPages(file.channel(), chunk.getMeta_data(), column, memory));
        }
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        ColumnPages pages = columns.get(column);
        if (pages == null) {
            throw new IllegalArgumentException("no column " + column);
        }
        return pages;
    }

    @Override
    public long getRowCount() {
        return rows;
    }

    @Override
    public void close() {
        columns.values().forEach(ColumnPages::done);
    }
}
