package dev.caravan.provider.openai;

import dev.caravan.model.Ability;
import dev.caravan.model.Credential;
import dev.caravan.model.Setting;
import dev.caravan.provider.Failure;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RealTime;
import dev.caravan.provider.Recovery;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Whole;
import dev.caravan.provider.chat.ChatRealTime;
import dev.caravan.provider.chat.ChatResults;
import dev.caravan.provider.chat.Success;
import dev.caravan.provider.whole.WholeLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bytes of OpenAI's Batch API. Stateless. */
public final class OpenAiProtocol implements Protocol {
    static final String CHAT = "/v1/chat/completions";
    static final String RESPONSES = "/v1/responses";
    static final String EMBEDDINGS = "/v1/embeddings";
    static final String MODERATIONS = "/v1/moderations";
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
        endpoints.put(MODERATIONS, Ability.MODERATION);
        return endpoints;
    }

    @Override
    public List<Setting> settings() {
        return OpenAiSettings.ALL;
    }

    @Override
    public List<String> problems(Credential credential) {
        return AccountRules.problems(credential);
    }

    /** A list of which nobody knows what it holds ends no doubt the way of a revocation. */
    @Override
    public Recovery recovery(Map<String, String> settings) {
        Dialect dialect = new Dialect(settings);
        boolean provable = dialect.is(OpenAiSettings.REVOCABLE, "true") && !dialect.is(OpenAiSettings.LIST, "unknown");
        return provable ? Recovery.REVOCABLE : Recovery.UNREVOCABLE;
    }

    @Override
    public boolean listsModels(Map<String, String> settings) {
        return new Dialect(settings).is(OpenAiSettings.MODEL_LIST, "own");
    }

    @Override
    public Failure.Kind meaning(Reply reply, Map<String, String> settings) {
        return OpenAiFailures.kind(reply, settings);
    }

    @Override
    public RequestLines requests(RequestShape shape) {
        Bodies bodies = new Bodies(shape);
        return switch (shape.endpoint()) {
            case CHAT -> new PromptLines(bodies.chat());
            case RESPONSES -> new PromptLines(bodies.responses());
            case EMBEDDINGS -> new PromptLines(bodies.embeddings());
            case MODERATIONS -> new PromptLines(bodies.moderations());
            default ->
                throw new IllegalArgumentException("Protocol openai has no batch endpoint \"" + shape.endpoint()
                        + "\". Known: " + String.join(", ", endpoints().keySet()));
        };
    }

    @Override
    public ResultLines results(RequestShape shape) {
        ResultLines lines = new ChatResults(new Dialect(shape.settings()).is(OpenAiSettings.THINK_TAGS, "strip"));
        return shape.asked() == null ? lines : new WholeLines(lines, Success::of, null);
    }

    @Override
    public Whole whole(RequestShape shape) {
        requests(shape);
        return new OpenAiWhole(shape, results(shape));
    }

    /** {@code POST} of the same endpoint (platform.openai.com, API reference, read 2026-11); Azure's dated versions have another path. */
    @Override
    public RealTime realTime(RequestShape shape) {
        requests(shape);
        Dialect dialect = new Dialect(shape.settings());
        String prefix = dialect.text(OpenAiSettings.REAL_TIME_PREFIX).replace("{model}", shape.model());
        boolean named = dialect.is(OpenAiSettings.MODEL_AT, "line");
        return new ChatRealTime(prefix + shape.endpoint().substring("/v1".length()), named ? null : shape.model());
    }
}
