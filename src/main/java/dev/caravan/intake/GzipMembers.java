package dev.caravan.intake;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip data of one or more members. Unlike {@link java.util.zip.GZIPInputStream} it accepts no garbage behind the
 * last member, and does not take slow input for its end.
 */
final class GzipMembers extends FilterInputStream {
    private static final int HAS_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[1 << 14];
    private int from;
    private int to;
    private boolean inMember;
    private boolean ended;

    GzipMembers(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember && !header()) {
                ended = true;
                break;
            }
            int n = inflate(target, offset, length);
            if (n > 0) {
                crc.update(target, offset, n);
                return n;
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            int n = inflater.inflate(target, offset, length);
            if (n == 0 && inflater.finished()) {
                trailer();
            } else if (n == 0 && inflater.needsDictionary()) {
                throw new ZipException("a preset dictionary is not allowed in gzip");
            } else if (n == 0) {
                if (!fill()) {
                    throw new EOFException("gzip data is cut off");
                }
                inflater.setInput(buffer, from, to - from);
                from = to;
            }
            return n;
        } catch (DataFormatException e) {
            throw new ZipException("not valid gzip (" + e.getMessage() + ")");
        }
    }

    private boolean header() throws IOException {
        if (from == to && !fill()) {
            return false;
        }
        if (next() != 0x1F || next() != 0x8B || next() != 8) {
            throw new ZipException("something that is not gzip follows the gzip data");
        }
        int flags = next();
        skip(6);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, from, to - from);
        from = to;
        crc.reset();
        inMember = true;
        return true;
    }

    private void trailer() throws IOException {
        from = to - inflater.getRemaining();
        long sum = littleEndian();
        long size = littleEndian();
        if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new ZipException("gzip checksum does not match");
        }
        inMember = false;
    }

    private long littleEndian() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int n) throws IOException {
        for (int i = 0; i < n; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        while (next() != 0) {
            // up to its end
        }
    }

    private int next() throws IOException {
        if (from == to && !fill()) {
            throw new EOFException("gzip data is cut off");
        }
        return buffer[from++] & 0xFF;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        super.close();
    }
}
