package dev.caravan.intake.parquet;

import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.UnreadableFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Streams the rows of one row group after the other. Rows are numbered from 1. */
final class ParquetRows implements RecordReader {
    private final ParquetFile file;
    private final PageMemory memory;
    private final RowAssembly assembly;
    private final MessageColumnIO columns;
    private final List<String> names;
    private final Iterator<RowGroup> groups;
    private @Nullable GroupPages pages;
    private org.apache.parquet.io.@Nullable RecordReader<SourceRow> rows;
    private long left;
    private long number;

    ParquetRows(ParquetFile file, PageMemory memory) {
        this.file = file;
        this.memory = memory;
        this.assembly = new RowAssembly(file.schema());
        this.columns = new ColumnIOFactory().getColumnIO(file.schema());
        this.names = file.schema().getFields().stream().map(Type::getName).toList();
        this.groups = file.rowGroups().iterator();
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        number++;
        try {
            while (left == 0) {
                if (!groups.hasNext()) {
                    return null;
                }
                open(groups.next());
            }
            left--;
            assembly.begin(number);
            return rows == null ? null : rows.read();
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private void open(RowGroup group) throws IOException {
        if (pages != null) {
            pages.close();
            pages = null;
        }
        if (group.getNum_rows() < 0) {
            throw new Damaged("a row group has a negative number of rows");
        }
        left = group.getNum_rows();
        if (left > 0) {
            pages = new GroupPages(file, group, memory);
            rows = columns.getRecordReader(pages, assembly);
        }
    }

    /** What is wrong with the file; trouble of the disk is thrown as it is. */
    private UnreadableFileException unreadable(Throwable e) throws IOException {
        String at = "record " + number + ": ";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableFileException unreadable) {
                return new UnreadableFileException(0, at + unreadable.reason(), e);
            }
            if (cause instanceof Damaged damaged) {
                return new UnreadableFileException(0, at + "the file is damaged: " + damaged.getMessage(), e);
            }
            if (cause instanceof IOException trouble && e instanceof UncheckedIOException) {
                throw trouble;
            }
        }
        if (e instanceof IOException trouble) {
            throw trouble;
        }
        return new UnreadableFileException(0, at + "the file is damaged (" + e + ")", e);
    }

    @Override
    public List<String> columns() {
        return names;
    }

    @Override
    public String unit() {
        return "record";
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
