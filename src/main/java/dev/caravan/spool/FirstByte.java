package dev.caravan.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** A stream that says at once, not at the first read, that there is nothing to be read. */
final class FirstByte extends PushbackInputStream {

    FirstByte(InputStream in) throws IOException {
        super(in);
        int first = in.read();
        if (first >= 0) {
            unread(first);
        }
    }
}
