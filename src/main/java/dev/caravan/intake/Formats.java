package dev.caravan.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All record formats by name. */
final class Formats {
    private final Map<String, RecordFormat> byName = new TreeMap<>();

    Formats(List<RecordFormat> formats) {
        for (RecordFormat format : formats) {
            format.names().forEach(name -> byName.put(name, format));
        }
    }

    /**
     * Starts to read a file.
     *
     * @param fileName decides on compression, and on the format unless {@code format} is given
     * @param stored the bytes as they arrived; closed with the reader, or here on an error
     */
    RecordReader open(String fileName, InputStream stored, @Nullable String format, @Nullable Character delimiter)
            throws IOException {
        InputStream plain = Decompression.open(fileName, stored);
        String name = format != null ? format.toLowerCase(Locale.ROOT) : extension(Decompression.plainName(fileName));
        RecordFormat found = byName.get(name);
        if (found == null) {
            plain.close();
            throw new UnreadableFileException(0, unknown(name));
        }
        return found.open(name, plain, delimiter);
    }

    private String unknown(String name) {
        return (name.isEmpty() ? "the name has no extension" : "unknown format \"" + name + "\"") + "; known: "
                + String.join(", ", byName.keySet())
                + ", each also with .gz or .zst behind it. Rename the file, or set input.format of the task";
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
