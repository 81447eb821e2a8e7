package dev.caravan.provider.openai;

import dev.caravan.model.Ability;
import dev.caravan.model.Setting;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bytes of OpenAI's Batch API. Stateless. */
public final class OpenAiProtocol implements Protocol {
    static final String CHAT = "/v1/chat/completions";
    static final String RESPONSES = "/v1/responses";
    static final String EMBEDDINGS = "/v1/embeddings";
    static final String RESULTS = "results";
    static final String ERRORS = "errors";

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public Map<String, Ability> endpoints() {
        Map<String, Ability> endpoints = new LinkedHashMap<>();
        endpoints.put(CHAT, Ability.CHAT);
        endpoints.put(RESPONSES, Ability.CHAT);
        endpoints.put(EMBEDDINGS, Ability.EMBEDDINGS);
        return endpoints;
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public RequestLines requests(RequestShape shape) {
        return switch (shape.endpoint()) {
            case CHAT -> new PromptLines(Bodies.chat(shape));
            case RESPONSES -> new PromptLines(Bodies.responses(shape));
            case EMBEDDINGS -> new PromptLines(Bodies.embeddings(shape));
            default ->
                throw new IllegalArgumentException("Protocol openai has no batch endpoint \"" + shape.endpoint()
                        + "\". Known: " + CHAT + ", " + EMBEDDINGS + ", " + RESPONSES);
        };
    }

    @Override
    public ResultLines results(RequestShape shape) {
        return new OpenAiResults();
    }
}
