package dev.caravan.intake;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;

/** What a drop is called, by the address it came from. */
final class DropPath {
    private DropPath() {}

    /**
     * Its path below the folder of the task, with {@code /} between folders. From outside the inbox: the name alone for a
     * file, the whole key for an object of a bucket.
     */
    static String of(String uri, Inbox inbox, String task) {
        if (!uri.startsWith("file:")) {
            return key(uri);
        }
        try {
            Path file = Path.of(URI.create(uri));
            Path shown = task.equals(inbox.taskOf(file)) ? inbox.belowTask(file) : file.getFileName();
            return shown == null
                    ? ""
                    : shown.toString().replace(file.getFileSystem().getSeparator(), "/");
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return nameOf(key(uri));
        }
    }

    /** The last part of the address. */
    static String nameOf(String uri) {
        String path = key(uri);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** What follows the host or bucket, with no escapes; the text itself if it is no address. */
    private static String key(String uri) {
        try {
            String decoded = URI.create(uri).getPath();
            return decoded == null ? uri : decoded.replaceFirst("^/+", "");
        } catch (IllegalArgumentException notAnAddress) {
            return uri.replaceFirst("^[a-z0-9]+://[^/]*/+", "");
        }
    }
}
