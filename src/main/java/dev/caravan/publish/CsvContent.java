package dev.caravan.publish;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A publication as CSV: a column is named by the path of its value in the JSON line (docs/outputs.md). */
final class CsvContent {
    private static final List<String> BEFORE = List.of("source_id", "task", "revision");
    private static final List<String> AFTER = List.of(
            "prompt_version",
            "schema_version",
            "provider",
            "model",
            "attempt",
            "tokens.input",
            "tokens.cached",
            "tokens.output",
            "tokens.reasoning",
            "cost_usd",
            "drop.id",
            "drop.file",
            "batch.id",
            "batch.provider_id",
            "publication",
            "record");
    private static final Pattern PLAIN_NUMBER = Pattern.compile("[+-]?\\d+([.,]\\d+)?");
    private static final String FORMULA_STARTS = "=+-@\t\r\n";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private CsvContent() {}

    /** @param fields of the results that become columns; results that are not objects get one column {@code result} */
    static void write(DeliveryInHand delivery, List<String> fields, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
        csv.writeRecord(header(fields));
        try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(delivery.open())) {
            while (lines.hasNextValue()) {
                csv.writeRecord(row(lines.nextValue(), fields));
            }
        }
        csv.flush();
        text.flush();
    }

    private static List<String> header(List<String> fields) {
        List<String> header = new ArrayList<>(BEFORE);
        if (fields.isEmpty()) {
            header.add("result");
        }
        for (String field : fields) {
            header.add(cell("result." + field));
        }
        header.addAll(AFTER);
        return header;
    }

    private static List<String> row(JsonNode line, List<String> fields) {
        List<String> row = new ArrayList<>();
        BEFORE.forEach(path -> row.add(cell(line.path(path))));
        JsonNode result = line.path("result");
        if (fields.isEmpty()) {
            row.add(cell(result));
        }
        fields.forEach(field -> row.add(cell(result.path(field))));
        AFTER.forEach(path -> row.add(cell(at(line, path))));
        return row;
    }

    private static JsonNode at(JsonNode line, String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? line.path(path) : line.path(path.substring(0, dot)).path(path.substring(dot + 1));
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isContainerNode()
                ? value.toString()
                : value.isTextual() ? cell(value.textValue()) : value.toString();
    }

    /** Spreadsheets run text that begins like a formula; an apostrophe in front makes it text again. */
    private static String cell(String text) {
        boolean formula = !text.isEmpty()
                && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                && !PLAIN_NUMBER.matcher(text).matches();
        return formula ? "'" + text : text;
    }
}
