package dev.caravan.spool;

import java.io.IOException;
import java.nio.file.Path;

/** An object that is read while it is written, up to the last force. */
final class GrowingWriter extends FileWriter {
    private final Path folder;
    private boolean named;

    GrowingWriter(Path target, Path folder) throws IOException {
        super(target);
        this.folder = folder;
    }

    @Override
    public void force() throws IOException {
        super.force();
        if (!named) {
            Durable.force(folder);
            named = true;
        }
    }

    @Override
    void publish() {
        // force() has done all there is to do
    }

    @Override
    void abandon() throws IOException {
        flush();
    }
}
