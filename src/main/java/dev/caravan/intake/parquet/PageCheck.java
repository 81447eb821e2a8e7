package dev.caravan.intake.parquet;

import dev.caravan.intake.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.format.Encoding;

/**
 * Looks into an unpacked page for counts that can't be, because decoders make room for as many values as they are told of.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">the encodings</a>
 */
final class PageCheck {
    private static final int MAX_BLOCK = 1 << 20;
    private static final int GROUP = 8;

    private final PageMemory memory;
    private final int values;

    /** @param values that the page is said to have */
    PageCheck(PageMemory memory, int values) {
        this.memory = memory;
        this.values = values;
    }

    /** Moves behind the levels. */
    void levels(ByteBuffer page, Encoding encoding, int maxLevel) throws IOException {
        if (maxLevel > 0 && encoding == Encoding.BIT_PACKED) {
            skip(page, ((long) values * bits(maxLevel) + 7) / 8);
        } else if (maxLevel > 0) {
            runs(block(page), bits(maxLevel));
        }
    }

    static int bits(int maxLevel) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(maxLevel);
    }

    private static ByteBuffer block(ByteBuffer page) throws Damaged {
        int length =
                page.remaining() < 4 ? -1 : page.order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 0 || length > page.remaining()) {
            throw new Damaged("a page is shorter than it says");
        }
        ByteBuffer block = page.slice(page.position(), length);
        page.position(page.position() + length);
        return block;
    }

    /** Values up to the end of the page. */
    void values(ByteBuffer page, Encoding encoding) throws IOException {
        switch (encoding) {
            case RLE -> runs(block(page), 1);
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                if (page.hasRemaining()) {
                    runs(page, page.get() & 0xFF);
                }
            }
            case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> delta(page);
            case DELTA_BYTE_ARRAY -> prefixes(page);
            default -> {
                // nothing in them is said beforehand
            }
        }
    }

    /** Runs of equal values, and groups of packed ones. */
    void runs(ByteBuffer data, int width) throws IOException {
        if (width > Integer.SIZE) {
            throw new Damaged("a page has values of " + width + " bits");
        }
        while (data.hasRemaining()) {
            long head = number(data);
            long groups = head >>> 1;
            if ((head & 1) == 0) {
                skip(data, (width + 7) / 8);
            } else {
                if (groups * GROUP > (long) values + GROUP) {
                    throw new Damaged("a page has more values than it says");
                }
                memory.check(groups * (GROUP * 4 + width));
                // The last group may be cut off where its values end.
                skip(data, Math.min(data.remaining(), groups * width));
            }
        }
    }

    private void delta(ByteBuffer data) throws IOException {
        ByteBuffer head = data.duplicate();
        long block = number(head);
        long parts = number(head);
        long count = number(head);
        if (block > MAX_BLOCK || parts == 0 || parts > block || count > values) {
            throw new Damaged("a page has more values than it says");
        }
        memory.check((count + block) * Long.BYTES);
    }

    /** Each value says how much of the one before it begins with. */
    private void prefixes(ByteBuffer data) throws IOException {
        delta(data);
        ByteBufferInputStream in = ByteBufferInputStream.wrap(data.slice());
        DeltaBinaryPackingValuesReader lengths = new DeltaBinaryPackingValuesReader();
        try {
            lengths.initFromPage(values, in);
        } catch (IOException | RuntimeException e) {
            throw new Damaged("a page ends within its values");
        }
        ByteBuffer head = data.duplicate();
        number(head);
        number(head);
        for (long i = number(head); i > 0; i--) {
            int length = lengths.readInteger();
            if (length < 0 || length > RecordReader.MAX_RECORD_CHARS) {
                throw new Damaged("a page has a value of " + length + " bytes");
            }
        }
        delta(data.slice(data.position() + (int) in.position(), data.remaining() - (int) in.position()));
    }

    private static void skip(ByteBuffer data, long bytes) throws Damaged {
        if (bytes > data.remaining()) {
            throw new Damaged("a page ends within its values");
        }
        data.position(data.position() + (int) bytes);
    }

    private static long number(ByteBuffer data) throws Damaged {
        long number = 0;
        for (int shift = 0; shift < 35 && data.hasRemaining(); shift += 7) {
            int b = data.get();
            number |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return number & 0xFFFFFFFFL;
            }
        }
        throw new Damaged("a page ends within its values");
    }
}
