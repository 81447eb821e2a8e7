package dev.caravan.intake.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.caravan.intake.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Unpacks pages. */
final class Codecs {
    private Codecs() {}

    /**
     * @param size what the page is said to have unpacked; there is room for it
     * @throws Damaged if it has not
     */
    static byte[] unpack(CompressionCodec codec, byte[] packed, int size) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> exact(packed, packed.length, size);
            case SNAPPY -> snappy(packed, size);
            case GZIP -> gzip(packed, size);
            case ZSTD -> zstd(packed, size);
            default ->
                throw new UnreadableFileException(
                        0, "its pages are compressed with " + codec + "; allowed are none, SNAPPY, GZIP and ZSTD");
        };
    }

    private static byte[] snappy(byte[] packed, int size) throws IOException {
        try {
            exact(packed, Snappy.uncompressedLength(packed), size);
            byte[] page = new byte[size];
            return exact(page, Snappy.uncompress(packed, 0, packed.length, page, 0), size);
        } catch (Damaged e) {
            throw e;
        } catch (IOException e) {
            throw new Damaged("a page is no Snappy data");
        }
    }

    private static byte[] gzip(byte[] packed, int size) throws IOException {
        byte[] page = new byte[size];
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            int n = in.readNBytes(page, 0, size);
            return exact(page, in.read() < 0 ? n : size + 1, size);
        } catch (Damaged e) {
            throw e;
        } catch (IOException e) {
            throw new Damaged("a page is no gzip data (" + e.getMessage() + ")");
        }
    }

    private static byte[] zstd(byte[] packed, int size) throws Damaged {
        byte[] page = new byte[size];
        try {
            return exact(page, Zstd.decompressByteArray(page, 0, size, packed, 0, packed.length), size);
        } catch (ZstdException e) {
            throw new Damaged("a page is no zstd data (" + e.getMessage() + ")");
        }
    }

    private static byte[] exact(byte[] page, long found, int size) throws Damaged {
        if (found != size) {
            throw new Damaged("a page unpacks to another size than the file says");
        }
        return page;
    }
}
