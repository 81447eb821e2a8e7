package dev.caravan;

import dev.caravan.bucket.Buckets;
import dev.caravan.bucket.BucketsReader;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.ledger.Erasures.Seen;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerPlace;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.model.ModelFiles;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import dev.caravan.setup.Overlay;
import dev.caravan.spool.Spool;
import dev.caravan.spool.Spools;
import dev.caravan.task.Tasks;
import dev.caravan.task.TasksReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** What commands open of a data folder and its configuration, beside a Caravan that may run on it. */
final class DataFolder {
    private final Environment environment;
    private final Path path;

    DataFolder(Environment environment) {
        this.environment = environment;
        this.path = Path.of(environment.getProperty("caravan.data", "data"));
    }

    Path path() {
        return path;
    }

    /** To be closed. */
    LedgerReader ledger() {
        return LedgerPlace.of(environment, path).reader();
    }

    /** Where requests are left. To be closed. */
    LedgerDoor door() {
        return LedgerPlace.of(environment, path).door(Clock.systemUTC());
    }

    /** The revisions of a source record, oldest first; none if the ledger does not know it. */
    List<Seen> revisions(String task, String sourceId) {
        try (LedgerReader ledger = ledger()) {
            return ledger.erasures().seen(task, sourceId);
        }
    }

    /** To be closed. */
    Buckets buckets() {
        Problems problems = new Problems();
        Buckets buckets = new Buckets(BucketsReader.read(config(), placeholders(), problems));
        problems.throwIfAny();
        return buckets;
    }

    Spool spool(Buckets buckets) throws IOException {
        return Spools.at(environment.getProperty("caravan.spool", ""), path.resolve("spool"), buckets);
    }

    Models models() {
        Problems problems = new Problems();
        Models models = models(problems);
        problems.throwIfAny();
        return models;
    }

    private Models models(Problems problems) {
        ModelFiles files = ModelFiles.read(config(), Protocols.installed(), placeholders(), problems);
        return Overlay.read(environment, files, path, problems).models();
    }

    /** The names of today, as far as the configuration can be read. */
    Known known() {
        Problems passedOver = new Problems();
        Models models = models(passedOver);
        return new Known(models, TasksReader.read(config(), models, passedOver));
    }

    record Known(Models models, Tasks tasks) {}

    private Path config() {
        return Path.of(environment.getProperty("caravan.config", "config"));
    }

    private Placeholders placeholders() {
        return new Placeholders(name -> Optional.ofNullable(environment.getProperty(name)));
    }
}
