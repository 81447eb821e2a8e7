package dev.caravan.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An object that appears whole or not at all, and never over another one. */
final class OnceWriter extends FileWriter {
    private final Path temporary;
    private final Path target;

    OnceWriter(Path temporary, Path target) throws IOException {
        super(temporary);
        this.temporary = temporary;
        this.target = target;
    }

    @Override
    void publish() throws IOException {
        try {
            linkOrMove();
        } finally {
            Files.deleteIfExists(temporary);
        }
        Durable.force(parent());
    }

    // A hard link fails if the name is taken; a rename would replace what is there.
    private void linkOrMove() throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException noLinksHere) {
            Files.move(temporary, target);
        }
    }

    @Override
    void abandon() throws IOException {
        Files.deleteIfExists(temporary);
    }

    private Path parent() {
        Path parent = target.getParent();
        return parent == null ? target : parent;
    }
}
