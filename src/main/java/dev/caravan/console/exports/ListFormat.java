package dev.caravan.console.exports;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.caravan.console.exports.Column.Raw;
import dev.caravan.publish.CsvCells;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a list is written, row by row: CSV as RFC 4180 has it, in which no text is a formula of a spreadsheet, or an object a
 * line.
 */
public enum ListFormat {
    CSV("text/csv;charset=utf-8", "csv"),
    JSONL("application/jsonl", "jsonl");

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final String type;
    private final String ending;

    ListFormat(String type, String ending) {
        this.type = type;
        this.ending = ending;
    }

    public static ListFormat of(String path) {
        return path.endsWith("." + CSV.ending) ? CSV : JSONL;
    }

    public String type() {
        return type;
    }

    public String ending() {
        return ending;
    }

    /** Writes rows of one list, one after the other. Flushed by whoever opened the stream, after {@link #end}. */
    public interface Rows<T> {
        void add(T row) throws IOException;

        void end() throws IOException;
    }

    public <T> Rows<T> rows(List<Column<T>> columns, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        return this == CSV ? new Csv<>(columns, text) : new Lines<>(columns, text);
    }

    private static final class Csv<T> implements Rows<T> {
        private final List<Column<T>> columns;
        private final CsvWriter csv;

        Csv(List<Column<T>> columns, Writer out) throws IOException {
            this.columns = columns;
            this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
            csv.writeRecord(columns.stream().map(Column::name).toList());
        }

        @Override
        public void add(T row) {
            List<String> cells = new ArrayList<>(columns.size());
            columns.forEach(column -> cells.add(cell(column.value().apply(row))));
            csv.writeRecord(cells);
        }

        private static String cell(@Nullable Object value) {
            if (value == null) {
                return "";
            }
            if (value instanceof BigDecimal number) {
                return number.toPlainString();
            }
            return value instanceof Number || value instanceof Boolean
                    ? value.toString()
                    : CsvCells.of(value instanceof Raw raw ? raw.json() : value.toString());
        }

        @Override
        public void end() throws IOException {
            csv.flush();
        }
    }

    /** Nothing that is not known has a key. */
    private static final class Lines<T> implements Rows<T> {
        private final List<Column<T>> columns;
        private final Writer out;

        Lines(List<Column<T>> columns, Writer out) {
            this.columns = columns;
            this.out = out;
        }

        @Override
        public void add(T row) throws IOException {
            try (JsonGenerator json = JSON.createGenerator(out)) {
                json.writeStartObject();
                for (Column<T> column : columns) {
                    Object value = column.value().apply(row);
                    if (value != null) {
                        json.writeFieldName(column.name());
                        write(json, value);
                    }
                }
                json.writeEndObject();
            }
            out.write('\n');
        }

        private static void write(JsonGenerator json, Object value) throws IOException {
            if (value instanceof Raw raw) {
                json.writeRawValue(raw.json());
            } else if (value instanceof Number || value instanceof Boolean) {
                json.writePOJO(value);
            } else {
                json.writeString(value.toString());
            }
        }

        @Override
        public void end() throws IOException {
            out.flush();
        }
    }
}
