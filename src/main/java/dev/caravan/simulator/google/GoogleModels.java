package dev.caravan.simulator.google;

import dev.caravan.simulator.core.ModelCard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Google's models by the name alone, without {@code models/} before it. */
public final class GoogleModels {
    /** Those that a list shows. */
    public static final List<String> LISTED = List.of(
            "gemini-2.5-flash",
            "gemini-2.5-flash-lite",
            "gemini-2.5-pro",
            "gemini-3-flash-preview",
            "gemini-3.5-flash",
            "gemini-3.5-flash-lite",
            "gemini-embedding-001",
            "gemini-embedding-2");

    private static final Pattern CHAT =
            Pattern.compile("gemini-\\d(\\.\\d)?-(pro|flash|flash-lite)(-preview)?(-\\d+)?");
    private static final Pattern NO_MINIMAL = Pattern.compile("gemini-3\\.([78]-flash|1-pro).*");
    private static final int DIMENSIONS = 3072;

    private GoogleModels() {}

    public static Optional<ModelCard> find(String name) {
        if (name.startsWith("gemini-embedding-")) {
            return Optional.of(new ModelCard(name, Set.of(), DIMENSIONS));
        }
        if (!CHAT.matcher(name).matches()) {
            return Optional.empty();
        }
        Set<String> levels = NO_MINIMAL.matcher(name).matches()
                ? Set.of("low", "medium", "high")
                : Set.of("minimal", "low", "medium", "high");
        return Optional.of(new ModelCard(name, levels, 0));
    }

    /** Whether the model takes a budget of thinking tokens; younger ones take a level. */
    static boolean byBudget(ModelCard model) {
        return model.name().startsWith("gemini-2");
    }
}
