package dev.caravan.task;

import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import dev.caravan.config.YamlValue.Range;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@code task.yaml} says about input, retry, budget and retention. */
final class TaskParts {
    /** Names of the record formats, as files are called too. */
    static final List<String> FORMATS =
            List.of("csv", "tsv", "jsonl", "ndjson", "json", "xml", "parquet", "txt", "text", "md", "markdown", "zip");

    private static final int DEFAULT_CHARS = 20_000;
    private static final int MOST_CHARS = 10_000_000;
    private static final int LONGEST_DAYS = 36_500;
    private static final Range DEFAULT_BACKOFF = new Range(Duration.ofMinutes(1), Duration.ofHours(1));
    private static final Duration LONGEST_BACKOFF = Duration.ofDays(1);

    private static final String ELEMENT = "[^\\s:<>/\"'&]{1,200}";
    private static final String DELIMITER = "[^\"\\r\\n]";

    private TaskParts() {}

    static Task.Input input(YamlMap map) {
        map.allow("key", "required", "optional", "max-chars", "format", "delimiter", "keep-rows", "record");
        String format = map.get("format").present() ? map.get("format").oneOf("csv", FORMATS) : null;
        return new Task.Input(
                map.get("key").required().text(""),
                new LinkedHashSet<>(map.get("required").texts()),
                map.get("max-chars").number(DEFAULT_CHARS, 1, MOST_CHARS),
                format,
                delimiter(map.get("delimiter")),
                map.get("keep-rows").bool(false),
                record(map.get("record")));
    }

    private static @Nullable String record(YamlValue value) {
        String name = value.text("");
        if (value.present() && (!value.fits(name, ELEMENT) || name.isBlank())) {
            value.problem(
                    "\"" + name + "\" can't be the name of an element",
                    "Write the local name of the XML element that is a record, such as ticket");
        }
        return value.present() ? name : null;
    }

    /** Fields that prompts may use. */
    static Set<String> declaredFields(YamlMap input) {
        Set<String> fields = new LinkedHashSet<>();
        input.get("key").raw().ifPresent(fields::add);
        fields.addAll(input.get("required").texts());
        fields.addAll(input.get("optional").texts());
        return fields;
    }

    private static @Nullable Character delimiter(YamlValue value) {
        String text = value.text("");
        if (!value.present()) {
            return null;
        }
        if (!value.fits(text, DELIMITER) || text.length() != 1) {
            value.problem("\"" + text + "\" can't separate fields", "Expected one character such as ; or \"\\t\"");
            return null;
        }
        return text.charAt(0);
    }

    static Task.Retry retry(YamlMap map) {
        map.allow("provider-error", "invalid-output");
        map.get("invalid-output").oneOf("hold", List.of("hold"));
        YamlMap errors = map.get("provider-error").map();
        errors.allow("attempts", "backoff");
        Range backoff = errors.get("backoff").range(DEFAULT_BACKOFF);
        if (backoff.longest().compareTo(LONGEST_BACKOFF) > 0) {
            errors.get("backoff")
                    .problem("A back-off longer than a day", "Expected a range such as 1m..1h, at most 1d");
        }
        return new Task.Retry(errors.get("attempts").number(4, 1, 20), backoff.first(), backoff.longest());
    }

    static Task.@Nullable Budget budget(YamlValue value) {
        if (!value.present()) {
            return null;
        }
        YamlMap map = value.map();
        map.allow("usd", "per");
        double usd = map.get("usd").required().decimal(0);
        boolean perDay = map.get("per").oneOf("total", List.of("day", "total")).equals("day");
        return new Task.Budget(Math.round(usd * 1_000_000), perDay);
    }

    static Task.@Nullable Canary canary(YamlValue value) {
        if (!value.present()) {
            return null;
        }
        YamlMap map = value.map();
        map.allow("records", "max-invalid");
        return new Task.Canary(
                map.get("records").required().number(20, 1, 10_000),
                map.get("max-invalid").percent(0));
    }

    /** Rows without bytes can be kept, bytes without rows can't. */
    static Task.Retention retention(YamlValue value) {
        YamlMap map = value.map();
        map.allow("payloads", "audit");
        Duration audit = duration(map.get("audit"));
        Duration payloads = duration(map.get("payloads"));
        if (audit != null && payloads != null && payloads.compareTo(audit) > 0) {
            value.problem(
                    "Payloads would be kept longer than the audit rows that say where they lie",
                    "Give audit at least the duration of payloads");
        }
        return new Task.Retention(payloads == null ? audit : payloads, audit);
    }

    private static @Nullable Duration duration(YamlValue value) {
        return value.present() ? value.duration(Duration.ofDays(LONGEST_DAYS)) : null;
    }
}
