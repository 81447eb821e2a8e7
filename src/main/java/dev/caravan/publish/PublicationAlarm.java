package dev.caravan.publish;

import java.io.IOException;

/** Bytes that were made before differ from those made now. Nothing was overwritten, and only a person can go on. */
public final class PublicationAlarm extends IOException {
    private static final long serialVersionUID = 1L;

    public PublicationAlarm(String message) {
        super(message);
    }
}
