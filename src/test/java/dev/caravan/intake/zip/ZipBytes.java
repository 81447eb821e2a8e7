package dev.caravan.intake.zip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds an archive. */
final class ZipBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8);

    ZipBytes add(String name, String text) {
        return add(name, text.getBytes(UTF_8));
    }

    /** An entry with its sizes behind its bytes, as {@link ZipOutputStream} writes them. */
    ZipBytes add(String name, byte[] content) {
        return put(new ZipEntry(name), content);
    }

    /** An entry with its sizes in front, not compressed. */
    ZipBytes stored(String name, String text) {
        byte[] content = text.getBytes(UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        return put(entry, content);
    }

    private ZipBytes put(ZipEntry entry, byte[] content) {
        try {
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        try {
            zip.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
