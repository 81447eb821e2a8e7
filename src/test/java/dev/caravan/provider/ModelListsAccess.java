package dev.caravan.provider;

import dev.caravan.model.Models;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Lists of models for tests elsewhere. */
public final class ModelListsAccess {
    private ModelListsAccess() {}

    /** Those in a folder, of no batch model. */
    public static ModelLists open(Path folder) {
        return new ModelLists(
                new Models(Map.of(), Map.of(), Map.of()),
                Protocols.installed(),
                new ModelListFiles(folder),
                Clock.systemUTC());
    }
}
