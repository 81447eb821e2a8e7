package dev.caravan.provider.anthropic;

import dev.caravan.model.Ability;
import dev.caravan.model.Setting;
import dev.caravan.provider.DoubtSettings;
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
import dev.caravan.provider.whole.Translation;
import dev.caravan.provider.whole.WholeLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bytes of Anthropic's Message Batches. Stateless. It has no embeddings. */
public final class AnthropicProtocol implements Protocol {
    static final String MESSAGES = "/v1/messages";
    static final String RESULTS = "results";

    static final Setting MAX_TOKENS = Setting.of(
            "max-tokens",
            "4096",
            "most tokens of an answer where the batch model has no parameter max_tokens; thinking by"
                    + " budget comes on top");
    static final Setting THINKING_FORM = Setting.oneOf(
            "thinking-form",
            List.of("by-model", "adaptive", "budget"),
            "how a thinking level is asked for: as the name of the model says, or always the same way");
    static final Setting CACHE_SYSTEM = Setting.oneOf(
            "cache-system",
            List.of("none", "1h", "5m"),
            "mark the system prompt for the provider's cache, and for how long; writing to it costs more than reading");

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public Map<String, Ability> endpoints() {
        return Map.of(MESSAGES, Ability.CHAT);
    }

    @Override
    public boolean takesFiles() {
        return false;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(MAX_TOKENS, THINKING_FORM, CACHE_SYSTEM));
        settings.addAll(DoubtSettings.ALL);
        return List.copyOf(settings);
    }

    /** No input that could be deleted, no label on a batch, no key for a create. */
    @Override
    public Recovery recovery(Map<String, String> settings) {
        return Recovery.UNREVOCABLE;
    }

    @Override
    public Failure.Kind meaning(Reply reply, Map<String, String> settings) {
        return AnthropicFailures.kind(reply);
    }

    @Override
    public RequestLines requests(RequestShape shape) {
        if (!shape.endpoint().equals(MESSAGES)) {
            throw new IllegalArgumentException(
                    "Protocol anthropic has no batch endpoint \"" + shape.endpoint() + "\". Known: " + MESSAGES);
        }
        return new PromptLines(Pieces.of(shape));
    }

    @Override
    public ResultLines results(RequestShape shape) {
        ResultLines lines = new AnthropicResults();
        return shape.asked() == null ? lines : new WholeLines(lines, AnthropicChats::message, null);
    }

    @Override
    public Whole whole(RequestShape shape) {
        requests(shape);
        return new Translation(shape, new AnthropicChats(shape), results(shape));
    }

    @Override
    public RealTime realTime(RequestShape shape) {
        requests(shape);
        return new AnthropicRealTime();
    }

    /** The value of a setting, its standard where the shape came without. */
    static String value(RequestShape shape, Setting setting) {
        return shape.settings().getOrDefault(setting.name(), setting.standard());
    }
}
