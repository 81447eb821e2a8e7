package dev.caravan.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jerolba.carpet.CarpetReader;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.caravan.route.SinkContract.Stored;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads files of publications with other means than they were written with, as far as there are any. */
final class StoredFile {
    private static final JsonMapper JSON = SinkContract.JSON;
    private static final String RESULT = "result.";
    private static final Set<String> TEXTS = Set.of("category", "note");

    private StoredFile() {}

    static List<Stored> read(Path file) throws Exception {
        String name = file.getFileName().toString();
        return name.endsWith(".csv") ? csv(file) : name.endsWith(".parquet") ? parquet(file) : jsonl(file);
    }

    private static List<Stored> jsonl(Path file) throws Exception {
        List<Stored> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode one = JSON.readTree(line);
            all.add(new Stored(
                    one.path("source_id").textValue(), one.path("revision").intValue(), one.path("result")));
        }
        return all;
    }

    private static List<Stored> csv(Path file) throws Exception {
        List<Stored> all = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                ObjectNode answer = JSON.createObjectNode();
                for (String column : row.getHeader()) {
                    String value = row.getField(column);
                    if (column.startsWith(RESULT) && !value.isEmpty()) {
                        put(answer, column.substring(RESULT.length()), value);
                    }
                }
                all.add(new Stored(row.getField("source_id"), Integer.parseInt(row.getField("revision")), answer));
            }
        }
        return all;
    }

    private static void put(ObjectNode answer, String field, String value) throws Exception {
        if (TEXTS.contains(field)) {
            answer.put(field, value);
        } else if (field.equals("score")) {
            answer.put(field, new BigDecimal(value));
        } else {
            answer.set(field, JSON.readTree(value));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Stored> parquet(Path file) throws Exception {
        List<Stored> all = new ArrayList<>();
        for (Map<String, Object> row : new CarpetReader<>(file.toFile(), Map.class).toList()) {
            ObjectNode answer = JSON.createObjectNode();
            Map<String, Object> fields = (Map<String, Object>) row.get("result");
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                if (field.getValue() instanceof Double number) {
                    answer.put(field.getKey(), BigDecimal.valueOf(number));
                } else if (field.getValue() instanceof Long number) {
                    answer.put(field.getKey(), number);
                } else if (field.getKey().equals("tags") && field.getValue() != null) {
                    answer.set(field.getKey(), JSON.readTree((String) field.getValue()));
                } else if (field.getValue() != null) {
                    answer.put(field.getKey(), (String) field.getValue());
                }
            }
            all.add(new Stored((String) row.get("source_id"), ((Long) row.get("revision")).intValue(), answer));
        }
        return all;
    }
}
