package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code /v1/moderations}: a text falls under the categories whose word it has. */
final class ModerationsEndpoint implements Endpoint {
    private static final Set<String> KEYS = Set.of("model", "input");
    private static final List<String> CATEGORIES =
            List.of("harassment", "hate", "illicit", "self-harm", "sexual", "violence");

    @Override
    public Answer answer(Request request) {
        ObjectNode body = request.body();
        if (!request.model().moderates()) {
            throw ApiException.badRequest(
                    "The model '%s' does not moderate."
                            .formatted(request.model().name()),
                    "model",
                    null);
        }
        RequestRules.known(body, KEYS);
        JsonNode input = body.path("input");
        if (PromptText.all(input).isEmpty()) {
            throw RequestRules.missing("input");
        }
        ObjectNode wire = Json.object()
                .put("id", "modr-" + request.id())
                .put("model", request.model().answersAs());
        ArrayNode results = wire.putArray("results");
        if (input.isArray()) {
            input.forEach(text -> judge(PromptText.all(text), results.addObject()));
        } else {
            judge(input.asText(), results.addObject());
        }
        return Answer.ok(wire, new Tokens(Tokens.in(PromptText.all(input)), 0, 0));
    }

    private static void judge(String text, ObjectNode result) {
        String words = text.toLowerCase(Locale.ROOT);
        result.put("flagged", CATEGORIES.stream().anyMatch(words::contains));
        ObjectNode categories = result.putObject("categories");
        ObjectNode scores = result.putObject("category_scores");
        for (String category : CATEGORIES) {
            boolean hit = words.contains(category);
            categories.put(category, hit);
            scores.put(category, hit ? 0.9 : 0.01);
        }
    }
}
