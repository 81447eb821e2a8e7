package dev.caravan.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A manifest as it is read again.
 *
 * @param files source and segments, then result files
 */
record ManifestFile(
        String ledger,
        long drop,
        int number,
        String root,
        long leaves,
        Map<String, Long> counts,
        List<Entry> files,
        List<Entry> results) {
    static final String FORMAT = "caravan drop manifest 1";
    private static final ObjectMapper JSON = new ObjectMapper();

    record Entry(String path, String sha256) {}

    /** @throws IOException saying why it is no manifest */
    static ManifestFile parse(byte[] bytes) throws IOException {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json == null || !json.path("format").asText().equals(FORMAT)) {
                throw new IOException("it is no manifest of a drop: \"format\" is not \"" + FORMAT + "\"");
            }
            Map<String, Long> counts = new TreeMap<>();
            json.path("counts")
                    .fields()
                    .forEachRemaining(
                            one -> counts.put(one.getKey(), one.getValue().asLong()));
            return new ManifestFile(
                    json.path("ledger").asText(),
                    json.path("drop").asLong(),
                    json.path("number").asInt(),
                    json.path("tree").path("root").asText(),
                    json.path("tree").path("leaves").asLong(),
                    counts,
                    entries(json.path("files")),
                    entries(json.path("results")));
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static List<Entry> entries(JsonNode list) {
        List<Entry> entries = new ArrayList<>();
        list.forEach(one -> entries.add(
                new Entry(one.path("path").asText(), one.path("sha256").asText())));
        return entries;
    }
}
