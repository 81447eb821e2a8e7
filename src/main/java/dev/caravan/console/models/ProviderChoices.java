package dev.caravan.console.models;

import dev.caravan.model.Provider;
import dev.caravan.model.Setting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a credential depends on its provider. Template {@code providerchoices}.
 *
 * @param settings in what accounts of this provider may differ
 * @param open whether they are shown at once, because one of them was given, must be given or is wrong
 */
record ProviderChoices(List<Input> place, List<Input> settings, String trouble, boolean open) {
    static final String AT = "/credentials/new/choices";

    boolean any() {
        return !settings.isEmpty();
    }

    int count() {
        return settings.size();
    }

    /** @param provider null as long as none is chosen */
    static ProviderChoices of(@Nullable Provider provider, List<Setting> known, TypedCredential typed, Wrong wrong) {
        String why = wrong.at("settings");
        List<Input> settings = new ArrayList<>();
        boolean open = !why.isEmpty() || !typed.settings().isEmpty();
        boolean placed = why.isEmpty();
        for (Setting one : known) {
            boolean its = !why.isEmpty() && why.contains("\"" + one.name() + "\"");
            placed |= its;
            Input input = setting(one, provider, typed).because(its ? why : "");
            open |= input.required();
            settings.add(input);
        }
        String usual = provider == null ? "" : provider.baseUrl();
        return new ProviderChoices(
                List.of(
                        Input.line("base_url", "Base URL", typed.baseUrl())
                                .hint(
                                        usual.isEmpty()
                                                ? "Where the provider is. Only hosts that providers.yaml or caravan.outgoing.hosts"
                                                        + " names."
                                                : usual
                                                        + " if left out. Others only if caravan.outgoing.hosts names their host.")
                                .with(wrong),
                        Input.area("query", "Parameters of every address", typed.query())
                                .hint(
                                        "A name=value in each line. Azure: none if the base URL ends with /openai/v1; else"
                                                + " api-version, with -preview and 2023-04-01-preview or later, or final and 2024-10-21 or"
                                                + " later.")
                                .with(wrong)),
                settings,
                placed ? "" : why,
                open);
    }

    private static Input setting(Setting one, @Nullable Provider provider, TypedCredential typed) {
        String name = TypedCredential.SETTING + one.name();
        String given = typed.settings().getOrDefault(one.name(), "");
        String usual = provider == null ? one.standard() : provider.settings().getOrDefault(one.name(), one.standard());
        Input input;
        if (one.allowed().isEmpty()) {
            input = Input.line(name, one.name(), given);
        } else {
            List<Input.Option> options = new ArrayList<>();
            options.add(new Input.Option("", "as usual: " + usual, given.isEmpty()));
            one.allowed().forEach(word -> options.add(new Input.Option(word, word, word.equals(given))));
            input = Input.select(name, one.name(), options);
        }
        String hint = one.meaning() + (one.allowed().isEmpty() && !usual.isEmpty() ? ". Left out: " + usual : "");
        return one.required() && usual.isEmpty() ? input.hint(hint).must() : input.hint(hint);
    }
}
