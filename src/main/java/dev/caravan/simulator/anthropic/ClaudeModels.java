package dev.caravan.simulator.anthropic;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The models there are, newest first, by generation: what each takes as of September 2026. */
final class ClaudeModels {
    static final List<ClaudeModel> ALL = List.of(
            always("claude-opus-5-5"),
            always("claude-fable-5-1"),
            always("claude-mythos-5-1"),
            adaptive("claude-sonnet-5-5"),
            adaptive("claude-haiku-5-5"),
            adaptive("claude-opus-5"),
            adaptive("claude-sonnet-5"),
            adaptive("claude-opus-4-8"),
            adaptive("claude-opus-4-7"),
            either("claude-opus-4-6"),
            either("claude-sonnet-4-6"),
            budget("claude-opus-4-5", "20251101", Set.of("low", "medium", "high")),
            budget("claude-haiku-4-5", "20251001", Set.of()),
            budget("claude-sonnet-4-5", "20250929", Set.of()));

    private ClaudeModels() {}

    static Optional<ClaudeModel> find(String name) {
        return ALL.stream()
                .filter(model -> model.name().equals(name) || model.dated().equals(name))
                .findFirst();
    }

    private static ClaudeModel budget(String name, String date, Set<String> efforts) {
        return new ClaudeModel(
                name, name + "-" + date, Set.of("enabled", "disabled"), efforts, true, true, true, 64_000);
    }

    private static ClaudeModel either(String name) {
        Set<String> efforts = Set.of("low", "medium", "high", "max");
        return new ClaudeModel(
                name, name, Set.of("adaptive", "enabled", "disabled"), efforts, true, false, true, 128_000);
    }

    private static ClaudeModel adaptive(String name) {
        Set<String> efforts = Set.of("low", "medium", "high", "xhigh", "max");
        return new ClaudeModel(name, name, Set.of("adaptive", "disabled"), efforts, false, false, true, 128_000);
    }

    private static ClaudeModel always(String name) {
        Set<String> efforts = Set.of("low", "medium", "high", "xhigh", "max");
        return new ClaudeModel(name, name, Set.of("adaptive"), efforts, false, false, false, 128_000);
    }
}
