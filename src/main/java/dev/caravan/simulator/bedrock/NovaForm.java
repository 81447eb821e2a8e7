package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.Question.need;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.PromptText;
import java.util.Set;

/** Amazon Nova's own messages. */
final class NovaForm implements BodyForm {
    private static final Set<String> KEYS =
            Set.of("schemaVersion", "system", "messages", "inferenceConfig", "toolConfig");
    private static final Set<String> CONFIG =
            Set.of("maxTokens", "max_new_tokens", "temperature", "topP", "top_p", "topK", "top_k", "stopSequences");

    @Override
    public Answer answer(Question question) {
        ObjectNode body = question.body();
        question.allow(KEYS);
        need(
                body.path("schemaVersion").asText("messages-v1").equals("messages-v1"),
                "Malformed input request: #/schemaVersion: only 'messages-v1' is allowed");
        JsonNode config = body.path("inferenceConfig");
        for (String key : Json.names(config)) {
            need(CONFIG.contains(key), "Malformed input request: extraneous key [" + key + "] is not permitted");
        }
        Question.messages(body.path("messages"));
        for (JsonNode message : body.path("messages")) {
            need(message.path("content").isArray(), "Malformed input request: #/messages: content must be an array");
        }
        Question.fraction(config.path("temperature"), "temperature");
        String cap = config.has("max_new_tokens") ? "max_new_tokens" : "maxTokens";
        String said = PromptText.of(body.path("messages"));
        WordedSchema worded = WordedSchema.in(said);
        Ask ask = new Ask(
                worded.said(),
                worded.format(),
                Question.positive(config.path(cap), cap),
                "",
                question.model().card());
        return Conversed.answer(ask, question.twist(), said);
    }
}
