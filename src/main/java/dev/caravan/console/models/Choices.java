package dev.caravan.console.models;

import dev.caravan.model.Ability;
import dev.caravan.model.Credential;
import dev.caravan.model.ModelFacts;
import dev.caravan.provider.KnownModels;
import dev.caravan.provider.ModelList;
import dev.caravan.setup.ListedModels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a batch model depends on its credential and its model. Template {@code choices}.
 *
 * @param note where the names come from; @param asked when the provider was asked, empty if nobody did
 * @param mayAsk whether there is somebody to ask
 * @param told what came of asking it now; empty if nobody did
 */
record Choices(
        List<Input> names, String note, String asked, boolean mayAsk, List<Told> told, List<Input> rest, String price) {
    static final String AT = "/models/new/choices";

    /** @param kind {@code done} or {@code trouble} */
    record Told(String kind, String text) {}

    /** @param credential null as long as none is chosen */
    static Choices of(
            @Nullable Credential credential,
            ListedModels listed,
            Map<String, Ability> endpoints,
            TypedModel typed,
            Wrong wrong,
            List<Told> told) {
        if (credential == null) {
            return new Choices(
                    List.of(Input.line("other", "Model Name", typed.wanted())
                            .must()
                            .because(wrong.at("model"))),
                    "Choose a credential: then the names that it may use are here.",
                    "",
                    false,
                    told,
                    List.of(ThinkingLevels.input(null, "", typed.thinking()).with(wrong)),
                    "");
        }
        ListedModels.Choice choice = listed.choice(credential);
        ModelFacts facts = credential.provider().facts(typed.wanted()).orElse(null);
        Instant asked = choice.asked();
        return new Choices(
                names(credential, choice, typed, wrong),
                note(credential, choice),
                asked == null ? "" : asked.toString(),
                choice.hasNames(),
                told,
                List.of(
                        ThinkingLevels.input(facts, typed.wanted(), typed.thinking())
                                .with(wrong),
                        endpoint(endpoints, facts, typed).with(wrong)),
                typed.wanted().isEmpty() ? "" : price(facts));
    }

    private static List<Input> names(Credential credential, ListedModels.Choice choice, TypedModel typed, Wrong wrong) {
        String why = wrong.at("model");
        if (choice.names().isEmpty()) {
            return List.of(Input.line("other", "Model Name", typed.wanted())
                    .must()
                    .hint("As " + credential.provider().about().title() + " writes it.")
                    .because(why));
        }
        List<Input.Option> options = new ArrayList<>();
        options.add(new Input.Option(
                "", "choose one, or type another below", typed.wanted().isEmpty()));
        boolean there = false;
        for (ListedModels.Name one : choice.names()) {
            boolean chosen = one.name().equals(typed.model());
            there |= chosen;
            options.add(new Input.Option(one.name(), one.name() + known(one), chosen));
        }
        if (!there && !typed.model().isEmpty()) {
            options.add(new Input.Option(typed.model(), typed.model() + missing(choice, typed.model()), true));
        }
        return List.of(
                Input.select("model", "Model Name", options)
                        .refreshing(AT, "depends")
                        .because(typed.other().isEmpty() ? why : ""),
                Input.line("other", "Another model name", typed.other())
                        .hint("Only if the list has it not; some providers take models that they do not list.")
                        .refreshing(AT, "depends")
                        .because(typed.other().isEmpty() ? "" : why));
    }

    private static String known(ListedModels.Name one) {
        String price = Prices.of(one.facts());
        return one.facts() == null ? " · price and levels not known" : price.isEmpty() ? "" : " · " + price;
    }

    /** The list may have it under a longer name. */
    private static String missing(ListedModels.Choice choice, String model) {
        Instant asked = choice.asked();
        if (asked == null) {
            return " · not in config/providers.yaml";
        }
        var list = new ModelList(
                "", asked, choice.names().stream().map(ListedModels.Name::name).toList());
        return KnownModels.isListed(model, list) ? "" : " · not listed any more";
    }

    private static String note(Credential credential, ListedModels.Choice choice) {
        String title = credential.provider().about().title();
        if (!choice.hasNames()) {
            return title
                    + " lists no names that a batch model takes: these are the ones that config/providers.yaml knows.";
        }
        return choice.asked() == null
                ? "Nobody asked " + title + " yet: these are the names that config/providers.yaml knows."
                : "What " + title + " lists for this credential, new ones and none that are gone. It was asked";
    }

    private static Input endpoint(Map<String, Ability> endpoints, @Nullable ModelFacts facts, TypedModel typed) {
        Set<String> its = facts == null || facts.endpoints().isEmpty() ? endpoints.keySet() : facts.endpoints();
        List<String> names = its.stream().filter(endpoints::containsKey).toList();
        List<Input.Option> options = new ArrayList<>();
        options.add(new Input.Option(
                "",
                names.isEmpty() ? "the usual one" : "the usual one: " + label(names.get(0), endpoints),
                typed.endpoint().isEmpty()));
        names.forEach(
                name -> options.add(new Input.Option(name, label(name, endpoints), name.equals(typed.endpoint()))));
        if (!typed.endpoint().isEmpty() && !names.contains(typed.endpoint())) {
            options.add(new Input.Option(typed.endpoint(), typed.endpoint() + " · this model does not have it", true));
        }
        return Input.select("endpoint", "Endpoint", options).hint("What its requests ask for.");
    }

    private static String label(String endpoint, Map<String, Ability> endpoints) {
        Ability ability = endpoints.get(endpoint);
        return ability == null ? endpoint : endpoint + " · " + ability.word();
    }

    private static String price(@Nullable ModelFacts facts) {
        String price = Prices.of(facts);
        return price.isEmpty()
                ? "Its price is not known, so its cost counts as 0, against budgets too. Write it into config/providers.yaml."
                : "In batches " + price + ", in US dollars per million tokens.";
    }
}
