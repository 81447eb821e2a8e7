package dev.caravan.submission;

import java.io.IOException;

/** A body goes on behind what may be sent; nothing of it is kept. */
public final class BodyTooLong extends IOException {
    private static final long serialVersionUID = 1;

    BodyTooLong(long most) {
        super("The body is larger than " + most + " bytes (caravan.http.max-bytes, counted without compression)."
                + " Nothing of it was accepted");
    }
}
