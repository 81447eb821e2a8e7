package dev.caravan.model;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code providers.yaml} and {@code models.yaml}. */
public final class ModelsReader {
    private ModelsReader() {}

    /**
     * Reads what can be read; everything else is a problem. A secret whose variable is not set is absent, which is a
     * problem only for the tasks that use it.
     *
     * @param configDir folder that holds both files
     */
    public static Models read(Path configDir, ProtocolFacts protocols, Placeholders placeholders, Problems problems) {
        return ModelFiles.read(configDir, protocols, placeholders, problems).with(List.of(), problems);
    }
}
