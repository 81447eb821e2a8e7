package dev.caravan.intake;

import dev.caravan.task.Task;
import java.io.InputStream;

/**
 * A file to be read, or one that lies in an archive.
 *
 * @param format which of the names of its format it goes by
 * @param path below the folder of its task, with {@code /} between folders and without {@code .gz} or {@code .zst}
 * @param bytes not compressed; closed with the reader, or by the caller if it can't be opened
 * @param input what the task says
 * @param entries reads what lies in it, if it is an archive
 */
public record Source(String format, String path, InputStream bytes, Task.Input input, Entries entries) {

    /** The last part of the path. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
