package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.batch.AnswerReader;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Submissions.Outcome;
import dev.caravan.ledger.Submissions.Tokens;
import dev.caravan.provider.Whole;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two files of a batch in OpenAI's shape: results in one, failures in the other, each in the order of the requests. */
final class WholeOutput implements OutputShape {
    private static final int MOST_TROUBLES = 20;
    private static final int OK = 200;
    private static final String EXPIRED = "batch_expired";
    private static final Set<String> RAN_OUT = Set.of(EXPIRED, "window_over");
    /** Codes of the ledger → codes of OpenAI. */
    private static final Map<String, String> CODES =
            Map.of("window_over", EXPIRED, "cancelled", "batch_cancelled", EXPIRED, EXPIRED);

    private static final Map<String, String> MESSAGES = Map.of(
            EXPIRED,
            "The batch ran out of time at its provider before this request was executed",
            "batch_cancelled",
            "The batch was cancelled before this request was executed");

    private final OutputStream results;
    private final OutputStream failures;
    private final AnswerReader answers;
    private final Instant now;
    private final ArrayNode troubles = BoundedJson.JSON.createArrayNode();
    private Tokens tokens = Tokens.NONE;
    private long line;
    private long expired;

    /** @param now the time of answers where their provider tells none */
    WholeOutput(OutputStream results, OutputStream failures, AnswerReader answers, Instant now) {
        this.results = new BufferedOutputStream(results, 1 << 16);
        this.failures = new BufferedOutputStream(failures, 1 << 16);
        this.answers = answers;
        this.now = now;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Of those that failed. */
    long expired() {
        return expired;
    }

    /** The first that failed, as JSON; null if none did. */
    @Nullable
    String troubles() {
        return troubles.isEmpty() ? null : troubles.toString();
    }

    @Override
    public void expect(List<Outcome> next) {
        answers.expect(next.stream()
                .flatMap(record -> OutputShape.answer(record).stream())
                .toList());
    }

    @Override
    public boolean write(JsonNode asked, Outcomes.End end, @Nullable String unread) throws IOException {
        line++;
        Outcome record = end.record();
        String customId = asked.path("custom_id").asText();
        if (record != null) {
            tokens = tokens.plus(record.usage());
            if (OutputShape.isResult(record)) {
                Whole.Answer answer = answer(record, asked);
                boolean good = answer.status() == OK;
                answered(good ? results : failures, customId, record, answer);
                if (!good) {
                    trouble("provider_error", answer.body().at("/error/message").asText());
                }
                return good;
            }
        }
        if (customId.isEmpty()) {
            failed(record, "", "erased", "The request was erased");
        } else if (record != null) {
            failed(record, asked, customId);
        } else {
            Drops.Refusal refusal = end.refusal();
            Failure why = refusal != null ? Failure.of(refusal) : Failure.unread(unread);
            failed(null, customId, why.code(), why.message());
        }
        return false;
    }

    private void failed(Outcome record, JsonNode asked, String customId) throws IOException {
        String code = CODES.get(record.code());
        if (RAN_OUT.contains(record.code())) {
            expired++;
        }
        Whole.Answer said = code == null ? said(record, asked) : null;
        if (said != null && said.status() != OK) {
            answered(failures, customId, record, said);
            trouble(record.code(), said.body().at("/error/message").asText());
            return;
        }
        Failure why = Failure.of(record, "");
        String shown = code == null ? why.code() : code;
        failed(record, customId, shown, MESSAGES.getOrDefault(shown, why.message()));
    }

    private Whole.Answer answer(Outcome record, JsonNode asked) throws IOException {
        AnswerReader.Answer answer = OutputShape.answer(record)
                .orElseThrow(() -> new IOException("record " + record.recordId() + " is published and has no answer"));
        return answers.answerOf(answer, asked.path("body"), now);
    }

    /** What its provider said of a failure; null if that is nowhere. */
    private Whole.@Nullable Answer said(Outcome record, JsonNode asked) {
        if (OutputShape.answer(record).isEmpty()) {
            return null;
        }
        try {
            return answer(record, asked);
        } catch (IOException | RuntimeException gone) {
            return null;
        }
    }

    private static void answered(OutputStream to, String customId, Outcome record, Whole.Answer answer)
            throws IOException {
        ObjectNode one = begin(customId, record);
        ObjectNode response = one.putObject("response");
        response.put("status_code", answer.status());
        response.put("request_id", "req_" + record.recordId());
        response.set("body", answer.body());
        one.putNull("error");
        write(to, one);
    }

    private void failed(@Nullable Outcome record, String customId, String code, String message) throws IOException {
        ObjectNode one = begin(customId, record);
        one.putNull("response");
        one.putObject("error").put("code", code).put("message", message);
        write(failures, one);
        trouble(code, message);
    }

    private void trouble(String code, String message) {
        if (troubles.size() < MOST_TROUBLES) {
            troubles.addObject()
                    .put("code", code)
                    .put("line", line)
                    .put("message", message)
                    .putNull("param");
        }
    }

    private static ObjectNode begin(String customId, @Nullable Outcome record) {
        ObjectNode one = BoundedJson.JSON.createObjectNode();
        one.put("id", "batch_req_" + (record == null ? 0 : record.recordId()));
        return one.put("custom_id", customId.isEmpty() ? null : customId);
    }

    private static void write(OutputStream to, ObjectNode one) throws IOException {
        to.write(BoundedJson.JSON.writeValueAsString(one).getBytes(StandardCharsets.UTF_8));
        to.write('\n');
    }

    @Override
    public void flush() throws IOException {
        results.flush();
        failures.flush();
    }
}
