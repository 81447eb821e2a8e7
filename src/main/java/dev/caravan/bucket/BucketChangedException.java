package dev.caravan.bucket;

import java.io.IOException;

/** The object is there, but not in the version that was asked for. */
public final class BucketChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    BucketChangedException(String uri, String version, Throwable cause) {
        super(uri + " is not in version " + version + " any more: it was written again", cause);
    }
}
