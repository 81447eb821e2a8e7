package dev.caravan.ledger;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;

/** A Caravan of later days: this one, and migrations more. */
final class NextVersion {
    private static final String FOLDER = "db/migration/";

    private final Path resources;

    /** @param folder that is empty */
    NextVersion(Path folder) throws IOException {
        this.resources = folder;
        FileSystemUtils.copyRecursively(Path.of("src/main/resources", FOLDER), folder.resolve(FOLDER));
    }

    /** @param database sqlite or postgresql; @param name as of a file: {@code V998__more.sql} */
    NextVersion with(String database, String name, String sql) throws IOException {
        Files.writeString(resources.resolve(FOLDER).resolve(database).resolve(name), sql);
        return this;
    }

    NextVersion without(String database, String name) throws IOException {
        Files.delete(resources.resolve(FOLDER).resolve(database).resolve(name));
        return this;
    }

    /** Does what opens a ledger as this version would. */
    <T> T opens(Callable<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new ClassLoader(before) {
            @Override
            public URL getResource(String name) {
                if (!name.startsWith(FOLDER)) {
                    return super.getResource(name);
                }
                try {
                    return resources.resolve(name).toUri().toURL();
                } catch (MalformedURLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
