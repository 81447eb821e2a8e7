package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A publication as CSV: a column is named by the path of its value in the JSON line (docs/outputs.md). */
final class CsvContent {
    private CsvContent() {}

    static void write(DeliveryInHand delivery, List<Column> columns, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
        csv.writeRecord(
                columns.stream().map(column -> CsvCells.of(column.path())).toList());
        try (ContentLines lines = delivery.lines()) {
            for (JsonNode line = lines.next(); line != null; line = lines.next()) {
                JsonNode row = line;
                csv.writeRecord(
                        columns.stream().map(column -> cell(column.in(row))).toList());
            }
        }
        csv.flush();
        text.flush();
    }

    private static String cell(@Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        return value.isTextual() ? CsvCells.of(value.textValue()) : value.toString();
    }
}
