package dev.caravan.intake;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Unpacks {@code .gz} and {@code .zst}, known by their first bytes or their name. */
final class Decompression {
    private Decompression() {}

    /** The name without the ending that only says how the file is compressed. */
    static String plainName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int ending = lower.endsWith(".gz") ? 3 : lower.endsWith(".zst") ? 4 : 0;
        return name.substring(0, name.length() - ending);
    }

    /** @param packed closed with the result, or here on an error */
    static InputStream open(String name, InputStream packed) throws IOException {
        InputStream in = new BufferedInputStream(packed, 1 << 16);
        try {
            in.mark(4);
            byte[] magic = in.readNBytes(4);
            in.reset();
            String lower = name.toLowerCase(Locale.ROOT);
            boolean gzip = starts(magic, 0x1F, 0x8B);
            boolean zstd = starts(magic, 0x28, 0xB5, 0x2F, 0xFD) || lower.endsWith(".zst") && startsSkippable(magic);
            if (lower.endsWith(".gz") && !gzip) {
                throw new UnreadableFileException(1, "named .gz, but there is no gzip data in it");
            }
            if (lower.endsWith(".zst") && !zstd) {
                throw new UnreadableFileException(1, "named .zst, but there is no zstd data in it");
            }
            if (!gzip && !zstd) {
                return in;
            }
            return new Damage(gzip ? new GzipMembers(in) : new ZstdInputStreamNoFinalizer(in));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Whether what {@link #open} returned unpacks. */
    static boolean isPacked(InputStream opened) {
        return opened instanceof Damage;
    }

    /** A frame that decoders skip: parallel compressors begin with one. */
    private static boolean startsSkippable(byte[] bytes) {
        return bytes.length == 4
                && (bytes[0] & 0xF0) == 0x50
                && bytes[1] == 0x2A
                && bytes[2] == 0x4D
                && bytes[3] == 0x18;
    }

    private static boolean starts(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
