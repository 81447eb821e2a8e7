package dev.caravan.intake.parquet;

import dev.caravan.intake.LocalCopies;
import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Set;

/**
 * Parquet files, read from a local copy because their index stands at the end. In memory at any time: the index, and of each
 * column one page and the dictionary, however large the row groups are.
 */
public final class ParquetFormat implements RecordFormat {
    /** The index takes many times its bytes once it is read. */
    private static final int INDEX_PART = 32;

    private static final int PAGES_PART = 4;

    private final LocalCopies copies;
    private final long heap;

    /** @param heap bytes; the index may take a small part of it, the pages a quarter */
    public ParquetFormat(LocalCopies copies, long heap) {
        this.copies = copies;
        this.heap = heap;
    }

    @Override
    public Set<String> names() {
        return Set.of("parquet");
    }

    @Override
    public RecordReader open(Source source) throws IOException {
        FileChannel file = copies.of(source.bytes());
        try {
            source.bytes().close();
            ParquetFile parquet = ParquetFile.of(file, heap / INDEX_PART);
            return new ParquetRows(parquet, new PageMemory(heap / PAGES_PART));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
