package dev.caravan.console;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Style and scripts. Their addresses change with their content, so browsers keep them. */
@RestController
final class StaticFiles {
    private static final Map<String, String> TYPES = Map.of(
            "console.css", "text/css;charset=utf-8",
            "theme.js", "text/javascript;charset=utf-8",
            "console.js", "text/javascript;charset=utf-8",
            "live.js", "text/javascript;charset=utf-8",
            "review.js", "text/javascript;charset=utf-8",
            "htmx.min.js", "text/javascript;charset=utf-8",
            "icon.svg", "image/svg+xml");

    private final Map<String, byte[]> files = new TreeMap<>();
    private final String version;

    StaticFiles() throws IOException {
        CRC32 sum = new CRC32();
        for (String name : TYPES.keySet().stream().sorted().toList()) {
            try (InputStream in = StaticFiles.class.getResourceAsStream("/console/static/" + name)) {
                if (in == null) {
                    throw new IOException("No static file " + name);
                }
                byte[] bytes = in.readAllBytes();
                sum.update(bytes);
                files.put(name, bytes);
            }
        }
        version = Long.toHexString(sum.getValue());
    }

    String version() {
        return version;
    }

    @GetMapping("/console/{version}/{name}")
    ResponseEntity<byte[]> file(@PathVariable String version, @PathVariable String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            return ResponseEntity.notFound().build();
        }
        boolean current = version.equals(this.version);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(TYPES.get(name)))
                .header(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length))
                .cacheControl(
                        current
                                ? CacheControl.maxAge(Duration.ofDays(365))
                                        .cachePrivate()
                                        .immutable()
                                : CacheControl.noCache())
                .body(bytes);
    }
}
