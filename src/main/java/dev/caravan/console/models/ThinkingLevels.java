package dev.caravan.console.models;

import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Thinking levels of a model to choose from, each with a word on what it costs in money and time. */
final class ThinkingLevels {
    private static final Map<String, String> WORDS = Map.of(
            "none", "does not think: fastest and cheapest",
            "minimal", "hardly thinks: nearly as fast and cheap as without",
            "low", "thinks briefly: somewhat slower and dearer",
            "medium", "thinks: slower and dearer than low",
            "high", "thinks long: much slower and dearer than low",
            "max", "thinks as long as it may: slowest and dearest",
            "dynamic", "decides for each record: time and cost vary",
            "default", "as the provider sets it");

    private ThinkingLevels() {}

    /** @param facts null where providers.yaml does not know the model */
    static Input input(@Nullable ModelFacts facts, String model, String chosen) {
        if (facts == null) {
            return Input.line("thinking", "Thinking Level", chosen)
                    .hint(
                            model.isEmpty()
                                    ? "Which levels there are depends on the model."
                                    : "config/providers.yaml does not know which levels " + model
                                            + " has: write one as its provider does, or leave it out. A higher level costs more"
                                            + " time and more money.");
        }
        List<Input.Option> options = new ArrayList<>();
        options.add(new Input.Option(
                "", facts.thinking().isEmpty() ? "none: it does not think" : "the model's own", chosen.isEmpty()));
        for (String level : facts.thinking()) {
            String word = WORDS.getOrDefault(level, "");
            options.add(new Input.Option(level, word.isEmpty() ? level : level + " · " + word, level.equals(chosen)));
        }
        boolean has = chosen.isEmpty() || facts.thinking().contains(chosen);
        if (!has) {
            options.add(new Input.Option(chosen, chosen + " · this model does not have it", true));
        }
        return Input.select("thinking", "Thinking Level", options).hint(hint(facts));
    }

    private static String hint(ModelFacts facts) {
        if (facts.thinking().isEmpty()) {
            return facts.name() + " has no thinking levels.";
        }
        Price price = facts.price();
        return "A higher level answers better, later and for more money: what a model thinks is paid like what it answers"
                + (price.equals(Price.FREE) ? "" : " (" + Prices.usd(price.output()) + " per million tokens)")
                + ". A test with one record shows the difference.";
    }
}
