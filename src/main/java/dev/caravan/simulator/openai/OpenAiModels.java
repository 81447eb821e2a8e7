package dev.caravan.simulator.openai;

import dev.caravan.simulator.chat.ChatModel;
import dev.caravan.simulator.core.ModelCard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The models there are, and what each takes. */
final class OpenAiModels {
    static final long CREATED = 1_767_225_600L;
    static final List<String> LISTED = List.of(
            "gpt-4.1",
            "gpt-4.1-mini",
            "gpt-4o",
            "gpt-4o-mini",
            "gpt-5",
            "gpt-5-mini",
            "gpt-5-nano",
            "gpt-5.1",
            "gpt-5.2",
            "o3",
            "o4-mini",
            "omni-moderation-latest",
            "text-embedding-3-large",
            "text-embedding-3-small");

    private static final Pattern DATE = Pattern.compile("(.+)-\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern PLAIN = Pattern.compile(
            "gpt-3\\.5-turbo|gpt-4|gpt-4-turbo|gpt-4o(-mini)?|gpt-4\\.1(-mini|-nano)?|gpt-4\\.5-preview");
    private static final Pattern FIVE = Pattern.compile("gpt-5(\\.[1-9])?(-mini|-nano|-pro|-codex|-codex-max)?");
    private static final Pattern O_SERIES = Pattern.compile("o1|o1-mini|o1-pro|o3|o3-mini|o3-pro|o4-mini");

    private static final Pattern MODERATION = Pattern.compile("omni-moderation-(latest|2024-09-26)");

    private OpenAiModels() {}

    /** @param others names accepted beside those of OpenAI */
    static Optional<ChatModel> find(String name, List<String> others) {
        if (MODERATION.matcher(name).matches()) {
            return Optional.of(new ChatModel(new ModelCard(name, Set.of(), 0), "omni-moderation-2024-09-26", true));
        }
        return card(name, others).map(card -> new ChatModel(card, dated(card)));
    }

    /** The dated name that answers carry. */
    private static String dated(ModelCard model) {
        String name = model.name();
        if (model.embeds() || DATE.matcher(name).matches()) {
            return name;
        }
        return name + (name.startsWith("gpt-5.") ? "-2026-01-01" : "-2025-08-07");
    }

    private static Optional<ModelCard> card(String name, List<String> others) {
        Matcher date = DATE.matcher(name);
        String family = date.matches() ? String.valueOf(date.group(1)) : name;
        if (FIVE.matcher(family).matches()) {
            return Optional.of(new ModelCard(name, efforts(family), 0));
        }
        if (O_SERIES.matcher(family).matches()) {
            return Optional.of(new ModelCard(name, Set.of("low", "medium", "high"), 0));
        }
        if (PLAIN.matcher(family).matches() || others.contains(name)) {
            return Optional.of(new ModelCard(name, Set.of(), 0));
        }
        return switch (family) {
            case "text-embedding-3-large" -> Optional.of(new ModelCard(name, Set.of(), 3072));
            case "text-embedding-3-small", "text-embedding-ada-002" -> Optional.of(new ModelCard(name, Set.of(), 1536));
            default -> Optional.empty();
        };
    }

    private static Set<String> efforts(String family) {
        if (family.equals("gpt-5-pro")) {
            return Set.of("high");
        }
        if (!family.startsWith("gpt-5.")) {
            return Set.of("minimal", "low", "medium", "high");
        }
        if (family.startsWith("gpt-5.1")) {
            return family.endsWith("codex-max")
                    ? Set.of("none", "low", "medium", "high", "xhigh")
                    : Set.of("none", "low", "medium", "high");
        }
        return family.compareTo("gpt-5.6") < 0
                ? Set.of("none", "low", "medium", "high", "xhigh")
                : Set.of("none", "low", "medium", "high", "xhigh", "max");
    }
}
