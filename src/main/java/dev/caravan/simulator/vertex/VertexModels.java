package dev.caravan.simulator.vertex;

import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.google.GoogleModels;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models by their resource name, {@code publishers/<publisher>/models/<name>}. */
final class VertexModels {
    private static final Pattern NAME = Pattern.compile("publishers/(google|anthropic)/models/([A-Za-z0-9.@_-]+)");
    private static final Pattern CLAUDE = Pattern.compile("claude-(opus|sonnet|haiku)-\\d(-\\d)?(@\\d{8})?");
    private static final List<String> CLAUDES = List.of("claude-haiku-4-5", "claude-opus-4-6", "claude-sonnet-4-6");

    private VertexModels() {}

    static Optional<ModelCard> find(String resource) {
        Matcher name = NAME.matcher(resource);
        if (!name.matches()) {
            return Optional.empty();
        }
        String model = String.valueOf(name.group(2));
        if ("google".equals(name.group(1))) {
            return GoogleModels.find(model);
        }
        return CLAUDE.matcher(model).matches()
                ? Optional.of(new ModelCard(model, Set.of("low", "medium", "high", "max"), 0))
                : Optional.empty();
    }

    static boolean isClaude(String resource) {
        return resource.startsWith("publishers/anthropic/");
    }

    static List<String> listed(String publisher) {
        return switch (publisher) {
            case "google" -> GoogleModels.LISTED;
            case "anthropic" -> CLAUDES;
            default -> List.of();
        };
    }
}
