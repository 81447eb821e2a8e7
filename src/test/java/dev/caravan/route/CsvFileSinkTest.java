package dev.caravan.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class CsvFileSinkTest extends FolderSinkContract {
    private static final String RESULT = "result.";
    private static final Set<String> TEXTS = Set.of("category", "note");

    @Override
    String sample() {
        return "routes/sinks/tickets-csv.camel.yaml";
    }

    @Override
    List<Stored> read(Path file) throws Exception {
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
}
