package dev.caravan.bucket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Errors in the words of this house. */
final class BucketErrors {
    static final int NOT_FOUND = 404;
    static final int PRECONDITION = 412;
    /** S3: the request failed because of another one for the same key at the same time. */
    static final int CONFLICT = 409;

    private BucketErrors() {}

    /**
     * @param status HTTP; 0 where there was no answer
     * @param detail the vendor's own words, without secrets
     */
    static IOException of(String connection, String uri, int status, @Nullable String detail, Exception cause) {
        if (Thread.currentThread().isInterrupted()) {
            var stopped = new InterruptedIOException(uri + ": stopped");
            stopped.initCause(cause);
            return stopped;
        }
        IOException error = switch (status) {
            case 404 -> new NoSuchFileException(uri, null, words(detail));
            case 401, 403 ->
                new AccessDeniedException(
                        uri,
                        null,
                        "connection \"" + connection + "\" may not do this (" + status + " " + words(detail)
                                + "); docs/buckets.md lists the rights it needs");
            case 0 -> new IOException(uri + ": no answer (" + words(detail) + ")");
            default -> new IOException(uri + ": " + status + " " + words(detail));
        };
        error.initCause(cause);
        return error;
    }

    private static String words(@Nullable String detail) {
        return detail == null ? "" : detail.replaceAll("\\p{Cntrl}", " ");
    }
}
