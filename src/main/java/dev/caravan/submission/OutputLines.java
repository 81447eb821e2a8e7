package dev.caravan.submission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.Submissions.Outcome;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the lines of an output, in the shape that docs/batch-api.md gives. */
final class OutputLines {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;

    private final JsonGenerator json;
    private final long created;

    /** @param created of the submission, in seconds */
    OutputLines(OutputStream out, long created) throws IOException {
        this.created = created;
        json = JSON.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .setRootValueSeparator(new SerializedString(""));
    }

    void result(String customId, Operation operation, Outcome record, JsonNode reply) throws IOException {
        begin(customId);
        json.writeObjectFieldStart("response");
        json.writeNumberField("status_code", OK);
        json.writeObjectFieldStart("body");
        json.writeStringField("id", "chatcmpl-" + record.recordId());
        json.writeStringField("object", "chat.completion");
        json.writeNumberField("created", created);
        json.writeStringField("model", operation.word());
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        json.writeStringField("content", reply.toString());
        json.writeEndObject();
        json.writeStringField("finish_reason", "stop");
        json.writeEndObject();
        json.writeEndArray();
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", record.usage().in());
        json.writeNumberField("completion_tokens", record.usage().out());
        json.writeNumberField(
                "total_tokens", record.usage().in() + record.usage().out());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeNullField("error");
        end();
    }

    /** @param customId empty: erased */
    void failure(String customId, String code, String message) throws IOException {
        begin(customId);
        json.writeNullField("response");
        json.writeObjectFieldStart("error");
        json.writeStringField("code", code);
        json.writeStringField("message", message);
        json.writeEndObject();
        end();
    }

    void flush() throws IOException {
        json.flush();
    }

    private void begin(String customId) throws IOException {
        json.writeStartObject();
        json.writeStringField("custom_id", customId.isEmpty() ? null : customId);
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
