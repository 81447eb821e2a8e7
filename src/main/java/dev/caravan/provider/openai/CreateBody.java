package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.CreateTry;

/** The JSON of the one create call of a try. */
final class CreateBody {
    private CreateBody() {}

    static ObjectNode of(CreateTry attempt) {
        Dialect dialect = new Dialect(attempt.settings());
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("input_file_id", attempt.fileId())
                .put("endpoint", dialect.endpoint(attempt.endpoint()));
        dialect.unlessNone(OpenAiSettings.WINDOW).ifPresent(window -> body.put("completion_window", window));
        if (dialect.is(OpenAiSettings.MODEL_AT, "job")) {
            body.put("model", attempt.model());
        }
        if (dialect.is(OpenAiSettings.LABELS, "metadata")) {
            ObjectNode metadata = body.putObject("metadata");
            attempt.labels().forEach(metadata::put);
            metadata.put(OpenAiConversation.LABEL, attempt.token());
        }
        dialect.seconds(OpenAiSettings.OUTPUT_EXPIRES)
                .ifPresent(seconds -> body.putObject("output_expires_after")
                        .put("anchor", "created_at")
                        .put("seconds", seconds));
        body.setAll(dialect.object(OpenAiSettings.CREATE_FIELDS));
        return body;
    }
}
