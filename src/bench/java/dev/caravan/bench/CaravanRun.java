package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Caravan, started anew each time with an empty ledger and the same files of tickets. */
final class CaravanRun {
    private final Settings settings;
    private final Folders folders;
    private final Child child;
    private final List<Path> files = new ArrayList<>();

    /** @param count of files, which one process works on one after the other */
    CaravanRun(Settings settings, int count) throws IOException {
        this.settings = settings;
        this.folders = new Folders(settings.target().resolve("bench"));
        this.child = new Child(settings, folders.work());
        folders.make();
        for (int number = 1; number <= count; number++) {
            files.add(TicketFile.make(folders.work(), number, settings.rows(), settings.randomKeys()));
        }
    }

    Folders folders() {
        return folders;
    }

    Child child() {
        return child;
    }

    Path firstFile() {
        return files.get(0);
    }

    /** To be closed after the last run; null where the ledger is in SQLite. */
    @Nullable
    Database database() throws IOException {
        return settings.postgres() ? new Database(folders.fresh("postgres")) : null;
    }

    /** @return what it said */
    String once(@Nullable Database database) throws IOException, InterruptedException, SQLException {
        List<String> more = new ArrayList<>(database == null ? List.of() : database.fresh());
        Path data = folders.fresh("data");
        Path inbox = Files.createDirectories(data.resolve("inbox/tickets"));
        List<String> given = new ArrayList<>();
        for (Path file : files) {
            given.add(Files.copy(file, inbox.resolve(file.getFileName())).toString());
        }
        more.add("bench.files=" + String.join(",", given));
        more.add("bench.rows=" + settings.rows());
        more.add("bench.results=" + folders.fresh("results"));
        return child.caravan(data, more);
    }
}
