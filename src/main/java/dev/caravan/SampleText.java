package dev.caravan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The report of a sample for people: a record each, then the sum. */
final class SampleText {
    private static final int WIDE = 160;

    private SampleText() {}

    static String of(JsonNode report) {
        StringBuilder text = new StringBuilder();
        for (JsonNode one : report.path("asked")) {
            record(one, text);
        }
        sum(report, text);
        report.path("advice").forEach(advice -> text.append(advice.asText()).append('\n'));
        return text.toString().stripTrailing();
    }

    private static void record(JsonNode one, StringBuilder text) {
        text.append(line(
                "line %d  %s  %s%s  %d + %d tokens, $%.6f, %d ms",
                one.path("line").asLong(),
                one.path("source_id").asText(),
                one.path("verdict").asText(),
                one.path("code").asText().equals("ok")
                        ? ""
                        : " (" + one.path("code").asText() + ")",
                one.path("tokens_in").asInt(),
                one.path("tokens_out").asInt(),
                one.path("usd").asDouble(),
                one.path("latency_ms").asLong()));
        if (!one.path("output").isNull()) {
            text.append("    ").append(cut(one.path("output").toString())).append('\n');
        }
        if (one.path("findings").isEmpty() && !one.path("detail").asText().isEmpty()) {
            text.append("    ").append(cut(one.path("detail").asText())).append('\n');
        }
        one.path("findings")
                .forEach(finding ->
                        text.append("    ").append(cut(finding.asText())).append('\n'));
    }

    private static void sum(JsonNode report, StringBuilder text) {
        JsonNode sum = report.path("sum");
        JsonNode whole = report.path("whole");
        text.append(line(
                "%n%s, version %d, by %s: %d valid, %d for a person, %d invalid (%.0f %%), %d refusals, %d errors; $%.6f",
                report.path("task").asText(),
                report.path("prompt_version").asInt(),
                report.path("model").asText(),
                sum.path("valid").asInt(),
                sum.path("review").asInt(),
                sum.path("invalid").asInt(),
                sum.path("invalid_rate").asDouble() * 100,
                sum.path("refusals").asInt(),
                sum.path("errors").asInt(),
                sum.path("usd").asDouble()));
        text.append(line(
                "The file: %d rows, %d of them refused. All of it in real time: about $%.4f, %s; as a batch: about $%.4f, %s",
                whole.path("rows").asLong(),
                whole.path("refused").asLong(),
                whole.path("real_time_usd").asDouble(),
                time(whole.path("real_time_seconds").asLong()),
                whole.path("batch_usd").asDouble(),
                whole.path("batch_seconds").isNull()
                        ? "minutes to 24 h"
                        : time(whole.path("batch_seconds").asLong()) + " by the last ones"));
        whole.path("refused_because")
                .forEach(reason -> text.append("    refused: ")
                        .append(cut(reason.asText()))
                        .append('\n'));
    }

    private static String time(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }

    private static String cut(String text) {
        return text.length() > WIDE ? text.substring(0, WIDE) + "…" : text;
    }
}
