package dev.caravan.provider.mistral;

import dev.caravan.model.Ability;
import dev.caravan.model.Credential;
import dev.caravan.model.Setting;
import dev.caravan.provider.Failure;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RealTime;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Whole;
import dev.caravan.provider.chat.ChatRealTime;
import dev.caravan.provider.chat.ChatResults;
import dev.caravan.provider.chat.Success;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Translation;
import dev.caravan.provider.whole.WholeLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bytes of Mistral's batch jobs. Stateless. */
public final class MistralProtocol implements Protocol {
    static final String CHAT = "/v1/chat/completions";
    static final String EMBEDDINGS = "/v1/embeddings";
    static final String MODERATIONS = "/v1/moderations";
    static final Setting TIMEOUT =
            Setting.of("timeout-hours", "24", "Hours until the provider ends a job that is not done, 1 to 167");

    @Override
    public String name() {
        return "mistral";
    }

    @Override
    public Map<String, Ability> endpoints() {
        Map<String, Ability> endpoints = new LinkedHashMap<>();
        endpoints.put(CHAT, Ability.CHAT);
        endpoints.put(EMBEDDINGS, Ability.EMBEDDINGS);
        endpoints.put(MODERATIONS, Ability.MODERATION);
        return endpoints;
    }

    @Override
    public List<Setting> settings() {
        return List.of(TIMEOUT);
    }

    @Override
    public List<String> problems(Credential credential) {
        try {
            timeoutHours(credential.settings());
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** @throws IllegalArgumentException if the setting is out of range */
    static int timeoutHours(Map<String, String> settings) {
        String hours = settings.getOrDefault(TIMEOUT.name(), TIMEOUT.standard());
        if (!hours.matches("\\d{1,3}") || Integer.parseInt(hours) < 1 || Integer.parseInt(hours) > 167) {
            throw new IllegalArgumentException("\"" + hours + "\" is not allowed for \"" + TIMEOUT.name()
                    + "\": a job takes 1 to 167 hours, less than 7 days");
        }
        return Integer.parseInt(hours);
    }

    @Override
    public Failure.Kind meaning(Reply reply, Map<String, String> settings) {
        return MistralFailures.kind(reply);
    }

    @Override
    public RequestLines requests(RequestShape shape) {
        return switch (shape.endpoint()) {
            case CHAT -> new PromptLines(MistralBodies.chat(shape));
            case EMBEDDINGS -> new PromptLines(MistralBodies.embeddings(shape));
            case MODERATIONS -> new PromptLines(MistralBodies.moderations(shape));
            default ->
                throw new IllegalArgumentException("Protocol mistral has no batch endpoint \"" + shape.endpoint()
                        + "\". Known: " + String.join(", ", endpoints().keySet()));
        };
    }

    @Override
    public ResultLines results(RequestShape shape) {
        ResultLines lines = new ChatResults(false);
        return shape.asked() == null ? lines : new WholeLines(lines, Success::of, null);
    }

    @Override
    public Whole whole(RequestShape shape) {
        requests(shape);
        Form form = shape.endpoint().equals(EMBEDDINGS) ? new MistralVectors(shape) : new MistralChats(shape);
        return new Translation(shape, form, results(shape));
    }

    /** {@code POST} of the same endpoint, with the model that a job would name (docs.mistral.ai, API, read 2026-11). */
    @Override
    public RealTime realTime(RequestShape shape) {
        requests(shape);
        return new ChatRealTime(shape.endpoint().substring("/v1".length()), shape.model());
    }
}
