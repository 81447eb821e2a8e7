package dev.caravan.ledger;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;

/** A ledger that is migrated and knows nothing, not even its name: migrated once for a whole build, then copied. */
public final class EmptyLedger {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration/sqlite");

    private EmptyLedger() {}

    /** Puts one at this place, unless a ledger is there; returns the place. */
    public static Path at(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.copy(template(), file);
        } catch (FileAlreadyExistsException there) {
            return file;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("Putting an empty ledger at " + file, e);
        }
        return file;
    }

    private static Path template() throws IOException, SQLException {
        int content = 0;
        try (var files = Files.list(MIGRATIONS)) {
            for (Path file : files.sorted().toList()) {
                content = 31 * content + Files.readString(file).hashCode();
            }
        }
        Path folder = Files.createDirectories(Path.of("target/empty-ledger"));
        Path template = folder.resolve("%x.db".formatted(content));
        if (!Files.exists(template)) {
            Path part = Files.createTempDirectory(folder, "part").resolve("caravan.db");
            Migrations.sqlite().migrate(part);
            Files.move(part, template, StandardCopyOption.ATOMIC_MOVE);
        }
        return template;
    }
}
