package dev.caravan.intake.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;

/** Turns what lies behind a page's header into a page that can be decoded without harm. */
final class PageParts {
    /** Bytes that a decoded entry of a dictionary takes beside its own. */
    private static final int ENTRY = 48;

    private final CompressionCodec codec;
    private final ColumnDescriptor column;
    private final PageMemory memory;

    PageParts(CompressionCodec codec, ColumnDescriptor column, PageMemory memory) {
        this.codec = codec;
        this.column = column;
        this.memory = memory;
    }

    /** Bytes of memory that the page needs, packed and unpacked. */
    long weight(PageHeader head) {
        return (long) head.getCompressed_page_size() + head.getUncompressed_page_size();
    }

    long dictionaryWeight(PageHeader head) throws Damaged {
        DictionaryPageHeader dictionary = head.getDictionary_page_header();
        if (dictionary == null
                || dictionary.getNum_values() < 0
                || dictionary.getNum_values() > head.getUncompressed_page_size()) {
            throw new Damaged("a dictionary has fewer values than it says");
        }
        return weight(head) + (long) ENTRY * dictionary.getNum_values();
    }

    DictionaryPage dictionary(PageHeader head, byte[] packed) throws IOException {
        byte[] bytes = Codecs.unpack(codec, packed, head.getUncompressed_page_size());
        DictionaryPageHeader dictionary = head.getDictionary_page_header();
        return new DictionaryPage(
                BytesInput.from(bytes), dictionary.getNum_values(), encoding(dictionary.getEncoding()));
    }

    DataPage data(PageHeader head, byte[] packed) throws IOException {
        if (head.isSetData_page_header()) {
            return first(head.getData_page_header(), packed, head.getUncompressed_page_size());
        }
        if (head.isSetData_page_header_v2()) {
            return second(head.getData_page_header_v2(), packed, head.getUncompressed_page_size());
        }
        throw new Damaged("a page does not say what it is");
    }

    private DataPage first(DataPageHeader head, byte[] packed, int size) throws IOException {
        byte[] bytes = Codecs.unpack(codec, packed, size);
        PageCheck check = check(head.getNum_values());
        ByteBuffer page = ByteBuffer.wrap(bytes);
        check.levels(page, head.getRepetition_level_encoding(), column.getMaxRepetitionLevel());
        check.levels(page, head.getDefinition_level_encoding(), column.getMaxDefinitionLevel());
        check.values(page, head.getEncoding());
        return new DataPageV1(
                BytesInput.from(bytes),
                head.getNum_values(),
                size,
                null,
                encoding(head.getRepetition_level_encoding()),
                encoding(head.getDefinition_level_encoding()),
                encoding(head.getEncoding()));
    }

    private DataPage second(DataPageHeaderV2 head, byte[] packed, int size) throws IOException {
        int repetition = head.getRepetition_levels_byte_length();
        int definition = head.getDefinition_levels_byte_length();
        int levels = repetition + definition;
        if (repetition < 0 || definition < 0 || levels < 0 || levels > packed.length || levels > size) {
            throw new Damaged("a page is shorter than its levels");
        }
        boolean isPacked = (!head.isSetIs_compressed() || head.isIs_compressed()) && packed.length > levels;
        byte[] values = java.util.Arrays.copyOfRange(packed, levels, packed.length);
        byte[] bytes = Codecs.unpack(isPacked ? codec : CompressionCodec.UNCOMPRESSED, values, size - levels);
        PageCheck check = check(head.getNum_values());
        check.runs(ByteBuffer.wrap(packed, 0, repetition).slice(), PageCheck.bits(column.getMaxRepetitionLevel()));
        check.runs(
                ByteBuffer.wrap(packed, repetition, definition).slice(),
                PageCheck.bits(column.getMaxDefinitionLevel()));
        check.values(ByteBuffer.wrap(bytes), head.getEncoding());
        return DataPageV2.uncompressed(
                head.getNum_rows(),
                head.getNum_nulls(),
                head.getNum_values(),
                BytesInput.from(packed, 0, repetition),
                BytesInput.from(packed, repetition, definition),
                encoding(head.getEncoding()),
                BytesInput.from(bytes),
                null);
    }

    private PageCheck check(int values) throws Damaged {
        if (values < 0) {
            throw new Damaged("a page has a negative number of values");
        }
        return new PageCheck(memory, values);
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
        return Encoding.valueOf(encoding.name());
    }
}
