package dev.caravan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last list of models of each credential: {@code <credential>.json}. What can't be read was never asked. */
public final class ModelListFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** @param folder need not exist */
    public ModelListFiles(Path folder) {
        this.folder = folder;
    }

    public Optional<ModelList> read(String credential) {
        Path file = file(credential);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            List<String> models = new ArrayList<>();
            json.path("models").forEach(model -> models.add(model.asText()));
            return Optional.of(
                    new ModelList(credential, Instant.parse(json.path("asked").asText()), models));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    void write(ModelList list) throws IOException {
        Files.createDirectories(folder);
        Path next = file(list.credential() + ".next");
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(next.toFile(), Map.of("asked", list.asked().toString(), "models", list.models()));
        Files.move(next, file(list.credential()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Names of credentials are lower-case letters, digits and {@code -}. */
    private Path file(String name) {
        return folder.resolve(name + ".json");
    }
}
