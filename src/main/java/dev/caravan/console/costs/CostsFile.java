package dev.caravan.console.costs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.caravan.costs.Amounts;
import dev.caravan.costs.Bill;
import dev.caravan.costs.Rates;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines of a bill, to take home. Money is in US dollars, times are in minutes. */
final class CostsFile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final Rates rates;

    CostsFile(Rates rates) {
        this.rates = rates;
    }

    /**
     * CSV as RFC 4180 has it. A text that a spreadsheet would take for a formula begins with an apostrophe, which it takes for the
     * sign of a text.
     */
    void csv(Bill bill, Writer out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
        csv.writeRecord(values(new Bill.Line(bill.from(), "", "", Amounts.NONE)).keySet());
        for (Bill.Line line : bill.lines()) {
            List<String> fields = new ArrayList<>();
            values(line).values().forEach(value -> fields.add(field(value)));
            csv.writeRecord(fields);
        }
        csv.flush();
    }

    /** One object a line. */
    void jsonLines(Bill bill, Writer out) throws IOException {
        for (Bill.Line line : bill.lines()) {
            out.write(JSON.writeValueAsString(values(line)));
            out.write('\n');
        }
        out.flush();
    }

    private static String field(@Nullable Object value) {
        String text = value instanceof BigDecimal number ? number.toPlainString() : Objects.toString(value, "");
        return value instanceof String && text.matches("(?s)[=+\\-@\\t\\r\\n].*") ? "'" + text : text;
    }

    private Map<String, @Nullable Object> values(Bill.Line line) {
        Amounts amounts = line.amounts();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("day", line.day().toString());
        values.put("task", line.task());
        values.put("model", line.model());
        values.put("batches", amounts.batches());
        values.put("cost_usd", usd(amounts.micros()));
        values.put("overspend_usd", usd(amounts.overspend()));
        values.put("calls", amounts.calls());
        values.put("calls_usd", usd(amounts.callMicros()));
        values.put("unknown_calls", amounts.unknown());
        values.put("unknown_usd", usd(amounts.unknownMicros()));
        values.put("retries", amounts.retries());
        values.put("retries_usd", usd(amounts.retryMicros()));
        values.put("reruns", amounts.reruns());
        values.put("reruns_usd", usd(amounts.rerunMicros()));
        values.put("decisions", amounts.decisions());
        values.put("review_minutes", minutes(amounts.reviewMillis()));
        Long review = rates.ofReview(amounts.reviewMillis());
        values.put("review_usd", review == null ? null : usd(review));
        return values;
    }

    private static BigDecimal usd(long micros) {
        return plain(BigDecimal.valueOf(micros, 6));
    }

    private static BigDecimal minutes(long millis) {
        return plain(BigDecimal.valueOf(millis).divide(BigDecimal.valueOf(60_000), 3, RoundingMode.HALF_UP));
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}
