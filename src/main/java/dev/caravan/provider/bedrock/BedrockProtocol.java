package dev.caravan.provider.bedrock;

import dev.caravan.model.Ability;
import dev.caravan.model.Credential;
import dev.caravan.model.Setting;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RealTime;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Whole;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Translation;
import dev.caravan.provider.whole.WholeLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bytes of Bedrock's model invocation jobs. Stateless. */
public final class BedrockProtocol implements Protocol {
    /** One request format for every chat model. */
    static final String CONVERSE = "converse";
    /** Bodies in the format of the model's maker. */
    static final String INVOKE = "invoke";

    static final String EMBEDDINGS = "embeddings";
    private static final int USUAL_MAX_TOKENS = 4096;

    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public boolean hasClientsOfItsOwn() {
        return true;
    }

    @Override
    public Map<String, Ability> endpoints() {
        Map<String, Ability> endpoints = new LinkedHashMap<>();
        endpoints.put(CONVERSE, Ability.CHAT);
        endpoints.put(INVOKE, Ability.CHAT);
        endpoints.put(EMBEDDINGS, Ability.EMBEDDINGS);
        return endpoints;
    }

    @Override
    public List<Setting> settings() {
        return BedrockSettings.ALL;
    }

    @Override
    public List<String> problems(Credential credential) {
        return BedrockSettings.problems(credential);
    }

    @Override
    public Failure.Kind meaning(Reply reply, Map<String, String> settings) {
        return BedrockFailures.kind(reply);
    }

    @Override
    public RequestLines requests(RequestShape shape) {
        return switch (shape.endpoint()) {
            case CONVERSE -> ConverseBody.lines(shape);
            case INVOKE -> InvokeBodies.lines(shape);
            case EMBEDDINGS -> EmbeddingBodies.lines(shape);
            default ->
                throw new IllegalArgumentException("Protocol bedrock has no batch endpoint \"" + shape.endpoint()
                        + "\". Known: " + CONVERSE + ", " + EMBEDDINGS + ", " + INVOKE);
        };
    }

    @Override
    public ResultLines results(RequestShape shape) {
        ResultLines lines = new BedrockResults(Family.of(shape).orElse(null) == Family.CLAUDE);
        return shape.asked() == null ? lines : new WholeLines(lines, Lines::output, "modelInput");
    }

    @Override
    public Whole whole(RequestShape given) {
        RequestShape shape = limited(given);
        requests(shape);
        return new Translation(shape, form(shape), results(shape));
    }

    @Override
    public RealTime realTime(RequestShape shape) {
        requests(shape.asked() == null ? shape : limited(shape));
        return new BedrockRealTime(shape.model(), shape.endpoint().equals(CONVERSE));
    }

    private static Form form(RequestShape shape) {
        return switch (shape.endpoint()) {
            case CONVERSE -> ConverseChats.converse(shape);
            case INVOKE ->
                switch (Family.need(shape)) {
                    case CLAUDE -> new InvokedClaude(shape);
                    case NOVA -> ConverseChats.nova(shape);
                    default -> new LlamaChats(shape);
                };
            default -> new BedrockVectors(shape);
        };
    }

    /** Claude takes no request without a limit, and callers need not give one. */
    private static RequestShape limited(RequestShape shape) {
        boolean claude = shape.endpoint().equals(INVOKE) && Family.of(shape).orElse(null) == Family.CLAUDE;
        if (!claude || shape.parameters().containsKey("max_tokens")) {
            return shape;
        }
        Map<String, Object> parameters = new LinkedHashMap<>(shape.parameters());
        parameters.put("max_tokens", USUAL_MAX_TOKENS);
        return shape.forRequest(shape.thinking(), parameters, null, shape.schemaName());
    }
}
