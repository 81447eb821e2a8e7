package dev.caravan.simulator.mistral;

import dev.caravan.simulator.chat.ChatModel;
import dev.caravan.simulator.core.ModelCard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The models there are, and what each takes. */
final class MistralModels {
    private static final Set<String> EFFORTS = Set.of("none", "high");
    private static final Map<String, ChatModel> KNOWN = Map.of(
            "mistral-large-latest", plain("mistral-large-latest"),
            "mistral-medium-latest", plain("mistral-medium-latest"),
            "ministral-8b-latest", plain("ministral-8b-latest"),
            "open-mistral-nemo", plain("open-mistral-nemo"),
            "mistral-small-latest",
                    new ChatModel(new ModelCard("mistral-small-latest", EFFORTS, 0), "mistral-small-latest"),
            "mistral-embed", new ChatModel(new ModelCard("mistral-embed", Set.of(), 1024), "mistral-embed"),
            "mistral-moderation-latest",
                    new ChatModel(
                            new ModelCard("mistral-moderation-latest", Set.of(), 0),
                            "mistral-moderation-latest",
                            true));

    static final List<String> LISTED = KNOWN.keySet().stream().sorted().toList();

    private MistralModels() {}

    private static ChatModel plain(String name) {
        return new ChatModel(new ModelCard(name, Set.of(), 0), name);
    }

    static Optional<ChatModel> find(String name) {
        return Optional.ofNullable(KNOWN.get(name));
    }
}
