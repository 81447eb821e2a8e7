package dev.caravan.provider.anthropic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model takes, by its family and version. Source: platform.claude.com, build-with-claude and API pages, read
 * 2026-09-26. A name that says neither is taken for the newest.
 *
 * @param family opus, sonnet, haiku, …
 * @param version 405 for 4.5
 */
record Generation(String family, int version) {
    private static final Pattern NAME =
            Pattern.compile("claude-(?:([a-z]+)-)?(\\d)(?:-(\\d{1,2})(?!\\d))?(?:-([a-z]+))?(?:-.*)?");
    private static final Generation NEWEST = new Generation("", 900);

    static Generation of(String model) {
        Matcher name = NAME.matcher(model);
        if (!name.matches()) {
            return NEWEST;
        }
        String family = Optional.ofNullable(name.group(1))
                .or(() -> Optional.ofNullable(name.group(4)))
                .orElse("");
        int minor = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
        return new Generation(family, Integer.parseInt(name.group(2)) * 100 + minor);
    }

    /** Up to 4.5 thinking has a budget of tokens; later it is adaptive, and effort says how much. */
    boolean thinksByBudget() {
        return version <= 405;
    }

    /** From 4.7 on temperature, top_p and top_k are refused. */
    boolean samples() {
        return version < 407;
    }

    /** Fable and Mythos from 5 on and Opus from 5.5 on refuse to have thinking disabled. */
    boolean canStopThinking() {
        boolean always = family.equals("fable") || family.equals("mythos");
        return !(always && version >= 500) && !(family.equals("opus") && version >= 505);
    }

    /** {@code output_config.format}, from 4.5 on. */
    boolean takesSchema() {
        return version >= 405;
    }
}
