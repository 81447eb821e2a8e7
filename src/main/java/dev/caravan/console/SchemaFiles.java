package dev.caravan.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** JSON Schemas of the files that operators edit, for their editors: those log in nowhere. */
@RestController
final class SchemaFiles {
    private static final Set<String> NAMES =
            Set.of("application", "task", "models", "providers", "buckets", "webhooks", "users", "workspaces");

    @GetMapping(path = "/schemas/{name}.schema.json")
    ResponseEntity<byte[]> schema(@PathVariable String name) throws IOException {
        if (!NAMES.contains(name)) {
            return ResponseEntity.notFound().build();
        }
        try (InputStream in = SchemaFiles.class.getResourceAsStream("/schemas/" + name + ".schema.json")) {
            if (in == null) {
                throw new IOException("No resource schemas/" + name + ".schema.json");
            }
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(in.readAllBytes());
        }
    }
}
