package dev.caravan.intake.zip;

import dev.caravan.intake.UnreadableFileException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The entries of an archive one after the other, within limits, and all that it says it has. */
final class ZipStream implements Closeable {
    private final ZipLimits limits;
    private final Tail tail;
    private final ZipInputStream zip;
    private String name = "";
    private long entries;
    private long unpacked;
    private long entryUnpacked;
    private long entryStart;

    ZipStream(InputStream bytes, ZipLimits limits) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(bytes, 1 << 16);
        buffered.mark(4);
        String magic = new String(buffered.readNBytes(4), StandardCharsets.ISO_8859_1);
        buffered.reset();
        if (!magic.equals("PK\3\4") && !magic.equals("PK\5\6")) {
            throw new UnreadableFileException(0, "not a zip file: it does not begin like one");
        }
        this.limits = limits;
        this.tail = new Tail(buffered);
        this.zip = new ZipInputStream(tail, StandardCharsets.UTF_8);
    }

    /** Moves to the next entry and gives its name; null if there is none. */
    @Nullable
    String next() throws IOException {
        if (entries > 0) {
            drain();
        }
        ZipEntry entry = entry();
        if (entry == null) {
            checkEnd();
            return null;
        }
        name = entry.getName();
        entries++;
        if (entries > limits.entries()) {
            throw new UnreadableFileException(
                    0, "the zip has more than " + limits.entries() + " entries (caravan.formats.zip.entries)");
        }
        entryUnpacked = 0;
        entryStart = tail.count();
        return name;
    }

    private @Nullable ZipEntry entry() throws IOException {
        try {
            return zip.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException(0, after() + "comes one whose name is not UTF-8; pack it anew", e);
        } catch (ZipException e) {
            throw String.valueOf(e.getMessage()).contains("encrypted")
                    ? new UnreadableFileException(
                            0, after() + "comes one that is encrypted; pack it without a password", e)
                    : damaged(e);
        } catch (EOFException e) {
            throw damaged(e);
        }
    }

    private String after() {
        return entries == 0 ? "at the beginning of the zip " : "behind \"" + EntryNames.shown(name) + "\" in the zip ";
    }

    private static UnreadableFileException damaged(IOException e) {
        return new UnreadableFileException(0, "the compressed data is damaged: " + e.getMessage(), e);
    }

    private void drain() throws IOException {
        byte[] rest = new byte[1 << 14];
        try {
            while (read(rest, 0, rest.length) >= 0) {
                // what nobody wanted to read is checked all the same
            }
        } catch (UnreadableFileException e) {
            throw e.in(EntryNames.shown(name));
        }
    }

    private int read(byte[] target, int offset, int length) throws IOException {
        int n;
        try {
            n = zip.read(target, offset, length);
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
        unpacked += Math.max(0, n);
        entryUnpacked += Math.max(0, n);
        if (unpacked > limits.unpacked()) {
            throw new UnreadableFileException(
                    0, "the zip unpacks to more than " + limits.unpacked() + " bytes (caravan.formats.zip.unpacked)");
        }
        long packed = Math.max(1, tail.count() - entryStart);
        if (entryUnpacked > ZipLimits.FREE && entryUnpacked / packed > limits.ratio()) {
            throw new UnreadableFileException(
                    0, "unpacks to more than " + limits.ratio() + " times its size (caravan.formats.zip.ratio)");
        }
        return n;
    }

    private void checkEnd() throws IOException {
        int said = tail.entries();
        if (said < 0) {
            throw new UnreadableFileException(0, "the zip is cut off, or something follows its end");
        }
        boolean large = said == 0xFFFF && entries >= said;
        if (said != (entries & 0xFFFF) && !large) {
            throw new UnreadableFileException(
                    0, "the zip says that it has " + said + " entries, but " + entries + " were found");
        }
    }

    /** The bytes of the entry; closing them does nothing. */
    InputStream bytes() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return ZipStream.this.read(target, offset, length);
            }
        };
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
