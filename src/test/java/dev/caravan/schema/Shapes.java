package dev.caravan.schema;

import dev.caravan.access.Users;
import dev.caravan.access.oidc.OidcReader;
import dev.caravan.bucket.BucketsReader;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Recorder;
import dev.caravan.config.Shape;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import java.nio.file.Path;
import java.util.Optional;

/** What the readers ask of documents that together lead them everywhere. */
final class Shapes {
    static final Path DOCUMENTS = Path.of("src/test/resources/schemas");

    private final Recorder heard = new Recorder();

    Shapes() {
        Readers.read(DOCUMENTS.resolve("whole"), heard);
        Placeholders placeholders = new Placeholders(name -> Optional.of("x"), name -> "x");
        ModelsReader.read(DOCUMENTS.resolve("settings"), Protocols.installed(), placeholders, heard);
        BucketsReader.read(DOCUMENTS.resolve("local"), placeholders, heard);
        for (String folder : new String[] {"local", "everybody", "groups"}) {
            Users.read(DOCUMENTS.resolve(folder), heard);
            OidcReader.read(DOCUMENTS.resolve(folder), "https://caravan.example", placeholders, heard);
        }
    }

    /** What was heard, and what is wrong with the documents. */
    Recorder heard() {
        return heard;
    }

    Shape of(ConfigFile file) {
        return heard.shape(name -> name.endsWith("/" + file.word() + ".yaml"));
    }
}
