package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.Findings;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.LineIndex;
import java.io.IOException;

/** What Bedrock looks at while it validates a job: numbers and JSON, but never the bodies themselves. */
final class InputCheck {
    private static final long LONGEST_LINE = 16L << 20;

    private InputCheck() {}

    static Findings check(JobInput job, JsonNode limits) throws IOException {
        try (LineIndex lines = LineIndex.open(job.file())) {
            int least = limits.path("minRecords").asInt();
            int most = limits.path("maxRecords").asInt();
            if (lines.count() < least) {
                return finding("The input holds %d records, but a batch inference job needs at least %d."
                        .formatted(lines.count(), least));
            }
            if (lines.count() > most) {
                return finding("The input holds %d records, but a batch inference job may have no more than %d."
                        .formatted(lines.count(), most));
            }
            for (int i = 0; i < lines.count(); i++) {
                if (lines.length(i) > LONGEST_LINE) {
                    return finding("Line %d of the input is longer than %d bytes.".formatted(i + 1, LONGEST_LINE));
                }
                JsonNode line = Json.readOrMissing(Json.textOrEmpty(lines.read(i)));
                if (!line.path("modelInput").isObject()) {
                    return finding("Line %d of the input is not a JSON object with a 'modelInput'.".formatted(i + 1));
                }
            }
            return Findings.of(lines.count());
        }
    }

    private static Findings finding(String message) {
        return Findings.of(new Finding("ValidationException", message, null, null));
    }
}
