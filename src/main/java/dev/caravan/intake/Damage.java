package dev.caravan.intake;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Packed data while it is unpacked: what is wrong with it is the file's fault, all other trouble the disk's. */
final class Damage extends FilterInputStream {

    Damage(InputStream unpacked) {
        super(unpacked);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (ZipException | EOFException | ZstdIOException e) {
            throw new UnreadableFileException(0, "the compressed data is damaged: " + e.getMessage(), e);
        }
    }
}
