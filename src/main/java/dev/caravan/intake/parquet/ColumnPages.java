package dev.caravan.intake.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The pages of one column in one row group, read one by one when they are needed. */
final class ColumnPages implements PageReader {
    private static final int HEAD = 1 << 10;
    private static final int MAX_HEAD = 1 << 24;

    private final FileChannel file;
    private final ColumnMetaData chunk;
    private final PageMemory memory;
    private final PageParts parts;
    private final long end;
    private long at;
    private long dictionaryBytes;
    private long pageBytes;

    ColumnPages(FileChannel file, ColumnMetaData chunk, ColumnDescriptor column, PageMemory memory) throws IOException {
        this.file = file;
        this.chunk = chunk;
        this.memory = memory;
        this.parts = new PageParts(chunk.getCodec(), column, memory);
        long dictionary = chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : 0;
        at = dictionary > 0 ? Math.min(dictionary, chunk.getData_page_offset()) : chunk.getData_page_offset();
        long size = chunk.getTotal_compressed_size();
        if (at < 4 || size < 0 || at > file.size() - size) {
            throw new Damaged("a column lies outside the file");
        }
        end = at + size;
    }

    @Override
    public long getTotalValueCount() {
        return chunk.getNum_values();
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
        try {
            long from = at;
            PageHeader head = head();
            if (head == null || head.getType() != PageType.DICTIONARY_PAGE) {
                at = from;
                return null;
            }
            dictionaryBytes = parts.dictionaryWeight(head);
            memory.take(dictionaryBytes);
            return parts.dictionary(head, body(head));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DataPage readPage() {
        try {
            memory.give(pageBytes);
            pageBytes = 0;
            for (PageHeader head = head(); head != null; head = head()) {
                PageType type = head.getType();
                if (type == PageType.DATA_PAGE || type == PageType.DATA_PAGE_V2) {
                    pageBytes = parts.weight(head);
                    memory.take(pageBytes);
                    return parts.data(head, body(head));
                }
                at += head.getCompressed_page_size();
            }
            throw new Damaged("a column has fewer values than it says");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves behind the next header; null at the end of the column. */
    private @Nullable PageHeader head() throws IOException {
        if (at == end) {
            return null;
        }
        for (int most = HEAD; ; most *= 16) {
            byte[] bytes = ParquetFile.read(file, at, (int) Math.min(most, end - at));
            try {
                int length = CompactCheck.length(bytes);
                PageHeader head = parse(bytes, length);
                at += length;
                int size = head.getCompressed_page_size();
                if (size < 0 || size > end - at || head.getUncompressed_page_size() < 0) {
                    throw new Damaged("a page lies outside its column");
                }
                return head;
            } catch (Damaged e) {
                if (bytes.length < most || most >= MAX_HEAD) {
                    throw e;
                }
            }
        }
    }

    private static PageHeader parse(byte[] bytes, int length) throws Damaged {
        try {
            return Util.readPageHeader(new ByteArrayInputStream(bytes, 0, length));
        } catch (IOException e) {
            throw new Damaged("a page's header can't be read (" + e.getMessage() + ")");
        }
    }

    private byte[] body(PageHeader head) throws IOException {
        byte[] packed = ParquetFile.read(file, at, head.getCompressed_page_size());
        at += packed.length;
        if (head.isSetCrc()) {
            CRC32 crc = new CRC32();
            crc.update(packed);
            if ((int) crc.getValue() != head.getCrc()) {
                throw new Damaged("the checksum of a page does not match");
            }
        }
        return packed;
    }

    /** Gives back what its pages take. */
    void done() {
        memory.give(pageBytes + dictionaryBytes);
        pageBytes = 0;
        dictionaryBytes = 0;
    }
}
