package dev.caravan.intake;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Bytes as people compress, join, cut and send them. */
final class Packed {
    private Packed() {}

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] gzip(InputStream plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            plain.transferTo(gzip);
        }
        return out.toByteArray();
    }

    static byte[] zstd(byte[] plain) {
        return Zstd.compress(plain);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] cut(byte[] bytes, int fewer) {
        return Arrays.copyOf(bytes, bytes.length - fewer);
    }

    /** Gives one byte at a time, and never says that there is more. */
    static InputStream dripping(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(1, length));
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }
}
