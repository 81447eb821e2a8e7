package dev.caravan.console.costs;

import dev.caravan.console.exports.Column;
import dev.caravan.console.exports.ListFormat;
import dev.caravan.costs.Amounts;
import dev.caravan.costs.Bill;
import dev.caravan.costs.Rates;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lines of a bill, to take home. Money is in US dollars, times are in minutes. */
final class CostsFile {
    private final List<Column<Bill.Line>> columns;

    CostsFile(Rates rates) {
        columns = List.of(
                new Column<>("day", line -> line.day().toString()),
                new Column<>("task", Bill.Line::task),
                new Column<>("model", Bill.Line::model),
                of("batches", Amounts::batches),
                of("cost_usd", amounts -> usd(amounts.micros())),
                of("overspend_usd", amounts -> usd(amounts.overspend())),
                of("calls", Amounts::calls),
                of("calls_usd", amounts -> usd(amounts.callMicros())),
                of("unknown_calls", Amounts::unknown),
                of("unknown_usd", amounts -> usd(amounts.unknownMicros())),
                of("retries", Amounts::retries),
                of("retries_usd", amounts -> usd(amounts.retryMicros())),
                of("reruns", Amounts::reruns),
                of("reruns_usd", amounts -> usd(amounts.rerunMicros())),
                of("decisions", Amounts::decisions),
                of("review_minutes", amounts -> minutes(amounts.reviewMillis())),
                of("review_usd", amounts -> {
                    Long review = rates.ofReview(amounts.reviewMillis());
                    return review == null ? null : usd(review);
                }));
    }

    private static Column<Bill.Line> of(String name, Function<Amounts, @Nullable Object> value) {
        return new Column<>(name, line -> value.apply(line.amounts()));
    }

    void write(Bill bill, ListFormat format, OutputStream out) throws IOException {
        ListFormat.Rows<Bill.Line> rows = format.rows(columns, out);
        for (Bill.Line line : bill.lines()) {
            rows.add(line);
        }
        rows.end();
        out.flush();
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
