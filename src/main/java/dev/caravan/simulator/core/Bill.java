package dev.caravan.simulator.core;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who was charged how often, added up from the files of all jobs; never more than a part of it in memory. */
public record Bill(JobEngine engine) {
    private static final long BYTES_PER_PASS = 4_000_000;

    public void write(OutputStream out, boolean withRecords) throws IOException {
        List<Path> charged = engine.charged();
        long bytes = 0;
        for (Path file : charged) {
            bytes += Files.size(file);
        }
        int passes = (int) (bytes / BYTES_PER_PASS) + 1;
        List<String> twice = new ArrayList<>();
        long records = 0;
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            if (withRecords) {
                json.writeObjectFieldStart("charged");
            }
            for (int pass = 0; pass < passes; pass++) {
                for (Map.Entry<String, Integer> record :
                        count(charged, pass, passes).entrySet()) {
                    records++;
                    if (withRecords) {
                        json.writeNumberField(record.getKey(), record.getValue());
                    }
                    if (record.getValue() > 1) {
                        twice.add(record.getKey());
                    }
                }
            }
            if (withRecords) {
                json.writeEndObject();
            }
            json.writeNumberField("records", records);
            json.writeNumberField("batches", charged.size());
            json.writeArrayFieldStart("double");
            for (String customId : twice) {
                json.writeString(customId);
            }
            json.writeEndArray();
            engine.live().write(json);
            json.writeEndObject();
        }
    }

    private static Map<String, Integer> count(List<Path> files, int pass, int passes) throws IOException {
        Map<String, Integer> times = new TreeMap<>();
        for (Path file : files) {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String id = lines.readLine(); id != null; id = lines.readLine()) {
                    if (Hash.below(passes, id) == pass) {
                        times.merge(id, 1, Integer::sum);
                    }
                }
            }
        }
        return times;
    }
}
