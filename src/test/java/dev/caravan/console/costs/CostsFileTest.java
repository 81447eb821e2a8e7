package dev.caravan.console.costs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.exports.ListFormat;
import dev.caravan.costs.Amounts;
import dev.caravan.costs.Bill;
import dev.caravan.costs.Rates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostsFileTest {
    private static final String HEAD =
            "day,task,model,batches,cost_usd,overspend_usd,calls,calls_usd,unknown_calls,unknown_usd,"
                    + "retries,retries_usd,reruns,reruns_usd,decisions,review_minutes,review_usd\r\n";
    private static final LocalDate DAY = LocalDate.parse("2026-01-01");
    private static final Amounts SOME = new Amounts(2, 1_250_000, 10, 3, 500_000, 1, 20, 4, 30, 5, 40, 6, 90_000);

    private static Bill bill(String task, String model) {
        return new Bill(DAY, DAY, List.of(new Bill.Line(DAY, task, model, SOME)), Map.of(), null);
    }

    private static String csv(String task, String model) throws IOException {
        return written(new Rates(null, null), ListFormat.CSV, bill(task, model));
    }

    private static String written(Rates rates, ListFormat format, Bill bill) throws IOException {
        var out = new ByteArrayOutputStream();
        new CostsFile(rates).write(bill, format, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesEachLineWithPlainNumbers() throws IOException {
        assertThat(csv("tickets", "gpt-5-mini"))
                .isEqualTo(
                        HEAD
                                + "2026-01-01,tickets,gpt-5-mini,2,1.25,0.00001,3,0.5,1,0.00002,4,0.00003,5,0.00004,6,1.5,\r\n");
        assertThat(written(new Rates(40.0, null), ListFormat.JSONL, bill("tickets", "=x\u00e9")))
                .isEqualTo(
                        "{\"day\":\"2026-01-01\",\"task\":\"tickets\",\"model\":\"=x\u00e9\",\"batches\":2,\"cost_usd\":1.25,"
                                + "\"overspend_usd\":0.00001,\"calls\":3,\"calls_usd\":0.5,\"unknown_calls\":1,"
                                + "\"unknown_usd\":0.00002,\"retries\":4,\"retries_usd\":0.00003,\"reruns\":5,"
                                + "\"reruns_usd\":0.00004,\"decisions\":6,\"review_minutes\":1.5,\"review_usd\":1}\n");
    }

    @Test
    void noTextOfTheFileIsAFormulaOfASpreadsheet() throws IOException {
        assertThat(csv("=1+1", "+cmd")).contains(",'=1+1,'+cmd,");
        assertThat(csv("-2+3", "@SUM(A1)")).contains(",'-2+3,'@SUM(A1),");
        assertThat(csv("\t=1", "a=b")).contains(",'\t=1,a=b,");
        assertThat(csv("=HYPERLINK(\"http://a\",\"b\")", "a,\"b\"\nc"))
                .contains(",\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\",\"a,\"\"b\"\"\nc\",");
    }
}
