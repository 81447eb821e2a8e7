package dev.caravan.console;

import java.net.URI;
import java.nio.file.Path;

/** Where drops came from, as pages show it: what is below the data folder by its path there, all else by its address. */
public final class Sources {
    private final Path data;

    Sources(Path data) {
        this.data = data.toAbsolutePath().normalize();
    }

    /** @param uri as the ledger has it */
    public String shown(String uri) {
        if (!uri.startsWith("file:")) {
            return uri;
        }
        try {
            Path file = Path.of(URI.create(uri));
            return file.startsWith(data) ? data.relativize(file).toString() : uri;
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }
}
