package dev.caravan.intake;

import dev.caravan.ledger.Ranges;
import dev.caravan.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All record formats by name. What the task sets as {@code input.format} goes before what the file is called, but not for
 * archives: they are opened, and the format holds for what lies in them.
 */
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
     * @param path its last part decides on compression, and on the format unless the task does
     * @param stored the bytes as they arrived; closed with the reader, or here on an error
     */
    RecordReader open(String path, InputStream stored, Task.Input input) throws IOException {
        return open(name(path, input), path, stored, input);
    }

    private String name(String path, Task.Input input) {
        String own = extension(path);
        String set = input.format();
        return set == null || isArchive(own) ? own : set.toLowerCase(Locale.ROOT);
    }

    /**
     * Looks for places where several readers of a file can begin.
     *
     * @param stored closed with the result, or here
     * @return null if it has to be read in one piece
     */
    @Nullable
    RowMarks marks(String path, InputStream stored, Task.Input input) throws IOException {
        String name = name(path, input);
        RowMarks marks = null;
        InputStream plain = Decompression.open(path, stored);
        try {
            if (byName.get(name) instanceof RangedFormat format && !Decompression.isPacked(plain)) {
                marks = format.marks(source(name, path, plain, input));
            }
            return marks;
        } finally {
            if (marks == null) {
                plain.close();
            }
        }
    }

    /**
     * Reads from a mark on.
     *
     * @param head the file from its first byte; closed here
     * @param bytes from the mark on; closed with the reader, or here on an error
     */
    RecordReader openAt(String path, InputStream head, Task.Input input, Ranges.Mark from, InputStream bytes)
            throws IOException {
        String name = name(path, input);
        try (head) {
            if (byName.get(name) instanceof RangedFormat format) {
                return format.openAt(source(name, path, head, input), from, bytes);
            }
            throw new UnreadableFileException(0, "it is read as \"" + name + "\" now, which is not read in ranges");
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private Source source(String name, String path, InputStream plain, Task.Input input) {
        return new Source(name, Decompression.plainName(path), plain, input, new Inside(input));
    }

    private RecordReader open(String name, String path, InputStream stored, Task.Input input) throws IOException {
        InputStream plain = Decompression.open(path, stored);
        try {
            RecordFormat format = byName.get(name);
            if (format == null) {
                throw new UnreadableFileException(0, unknown(name));
            }
            return format.open(source(name, path, plain, input));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private boolean isArchive(String name) {
        RecordFormat format = byName.get(name);
        return format != null && format.isArchive();
    }

    private String unknown(String name) {
        return (name.isEmpty() ? "the name has no extension" : "unknown format \"" + name + "\"") + "; known: "
                + String.join(", ", byName.keySet())
                + ", each also with .gz or .zst behind it. Rename the file, or set input.format of the task";
    }

    private static String extension(String path) {
        String name = Decompression.plainName(path.substring(path.lastIndexOf('/') + 1));
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private final class Inside implements Entries {
        private final Task.Input input;

        Inside(Task.Input input) {
            this.input = input;
        }

        private String format(String path) {
            String set = input.format() == null ? "" : input.format().toLowerCase(Locale.ROOT);
            return set.isEmpty() || isArchive(set) || isArchive(extension(path)) ? extension(path) : set;
        }

        @Override
        public @Nullable String whyNot(String path) {
            String name = format(path);
            if (isArchive(name)) {
                return "an archive within an archive; unpack it and drop what lies in it";
            }
            return byName.containsKey(name) ? null : unknown(name);
        }

        @Override
        public RecordReader open(String path, InputStream bytes) throws IOException {
            return Formats.this.open(format(path), path, bytes, input);
        }
    }
}
