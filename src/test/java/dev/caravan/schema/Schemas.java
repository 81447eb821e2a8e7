package dev.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The committed schemas. */
final class Schemas {
    private final Map<ConfigFile, JsonSchema> all = new EnumMap<>(ConfigFile.class);

    Schemas() {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        for (ConfigFile file : ConfigFile.values()) {
            try {
                all.put(file, factory.getSchema(Files.readString(file.schema())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What is wrong with a document; empty if nothing is. */
    List<String> wrong(ConfigFile file, JsonNode document) {
        return all.get(file).validate(document).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
