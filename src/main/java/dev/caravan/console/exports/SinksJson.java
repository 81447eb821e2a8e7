package dev.caravan.console.exports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.console.exports.Column.Raw;
import dev.caravan.ledger.Audit;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each sink of a publication has, as one JSON array. */
final class SinksJson {
    private static final JsonMapper JSON = new JsonMapper();

    private SinksJson() {}

    static Raw of(List<Audit.Sent> sinks) {
        try {
            return new Raw(
                    JSON.writeValueAsString(sinks.stream().map(SinksJson::of).toList()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> of(Audit.Sent sent) {
        Map<String, Object> sink = new LinkedHashMap<>();
        sink.put("sink", sent.sink());
        sink.put("state", sent.state());
        sink.put("sends", sent.sends());
        Instant at = sent.at();
        if (at != null) {
            sink.put("at", at.toString());
        }
        if (!sent.reason().isEmpty()) {
            sink.put("reason", sent.reason());
        }
        return sink;
    }
}
