package dev.caravan.console.models;

import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.Provider;
import dev.caravan.provider.Protocols;
import dev.caravan.setup.SetupDesk;
import dev.caravan.setup.Shown;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The page of a credential, with its form, and of one that is to be made. */
final class CredentialForms {
    private static final Set<String> FIELDS = Set.of(
            "name",
            "provider",
            "base_url",
            "query",
            "settings",
            "enqueued_tokens",
            TypedCredential.SECRET,
            TypedCredential.WEBHOOK);

    private final Pages pages;
    private final Seen seen;
    private final SetupDesk desk;
    private final Protocols protocols;
    private final CredentialViews views;

    CredentialForms(Pages pages, Seen seen, SetupDesk desk, Protocols protocols, CredentialViews views) {
        this.pages = pages;
        this.seen = seen;
        this.desk = desk;
        this.protocols = protocols;
        this.views = views;
    }

    /**
     * A form with what is in it.
     *
     * @param editing the name of the one that is changed; empty for one that is to be made
     * @param typed null where there is nothing to be changed
     * @param revision that it was read at; empty for one that is to be made
     * @param lost fields of secrets that were typed, and are not sent back
     */
    record Filled(
            String editing,
            @Nullable TypedCredential typed,
            String revision,
            Wrong wrong,
            List<Difference> differences,
            Set<String> lost) {

        static Filled fresh(TypedCredential typed) {
            return new Filled("", typed, "", Wrong.NOTHING, List.of(), Set.of());
        }

        static Filled of(TypedCredential typed, Shown shown) {
            return new Filled(shown.name(), typed, shown.revision().text(), Wrong.NOTHING, List.of(), Set.of());
        }

        /** One that can only be looked at. */
        static Filled none(String name) {
            return new Filled(name, null, "", Wrong.NOTHING, List.of(), Set.of());
        }

        Filled with(Wrong what, Set<String> secrets) {
            return new Filled(editing, typed, revision, what, differences, secrets);
        }

        Filled otherwise(List<Difference> what) {
            return new Filled(editing, typed, revision, wrong, what, lost);
        }
    }

    record Form(
            String csrf,
            String action,
            String editing,
            String revision,
            List<Input> head,
            ProviderChoices choices,
            List<Input> tail,
            String button) {}

    /**
     * The page.
     *
     * @param view none of one that is to be made
     * @param form none where it can't be changed here
     * @param open batches that were sent with it; empty if there are none, or it can't be changed here
     */
    record Page(
            String csrf,
            List<CredentialViews.View> view,
            List<Form> form,
            List<String> troubles,
            List<Difference> differences,
            String open,
            boolean admin,
            boolean fresh) {
        /** Where it is as it is now. */
        String here() {
            return view.isEmpty() ? "/credentials/new" : view.get(0).href();
        }

        boolean differs() {
            return !differences.isEmpty();
        }
    }

    ResponseEntity<String> page(HttpServletRequest request, HttpStatus status, Filled filled) {
        Visit visit = new Visit(request);
        boolean fresh = filled.editing().isEmpty();
        TypedCredential typed = filled.typed();
        return pages.page(
                visit,
                status,
                fresh ? "New credential" : "Credential " + filled.editing(),
                "credential",
                new Page(
                        visit.csrf(),
                        fresh ? List.of() : List.of(views.of(request, seen.credential(request, filled.editing()))),
                        typed == null ? List.of() : List.of(form(visit, typed, filled)),
                        filled.wrong().beside(typed == null ? Set.of() : FIELDS),
                        filled.differences(),
                        fresh || typed == null
                                ? ""
                                : desk.open(filled.editing()).orElse(""),
                        Seen.isAdmin(request),
                        fresh));
    }

    private Form form(Visit visit, TypedCredential typed, Filled filled) {
        boolean fresh = filled.editing().isEmpty();
        Wrong wrong = filled.wrong();
        List<Input> head = new ArrayList<>();
        if (fresh) {
            head.add(Input.line("name", "Name", typed.name())
                    .must()
                    .hint("What batch models call it, such as openai-marketing: lower-case letters, digits and -.")
                    .with(wrong));
        }
        head.add(Input.select("provider", "Provider", providers(typed.provider()))
                .must()
                .refreshing(ProviderChoices.AT, "choices")
                .hint("Those that work with identities or buckets of the machine are set up in models.yaml.")
                .with(wrong));
        Set<String> set = desk.find(Kind.CREDENTIAL, filled.editing())
                .map(shown -> shown.secrets().keySet())
                .orElse(Set.of());
        return new Form(
                visit.csrf(),
                fresh ? "/credentials/new" : "/credentials/" + filled.editing(),
                filled.editing(),
                filled.revision(),
                head,
                choices(typed, wrong),
                tail(typed, filled, set),
                fresh ? "Make this credential" : "Save");
    }

    /** What depends on the provider that is chosen. */
    ProviderChoices choices(TypedCredential typed, Wrong wrong) {
        Provider provider = provider(typed.provider()).orElse(null);
        return ProviderChoices.of(
                provider, provider == null ? List.of() : protocols.settings(provider.protocol()), typed, wrong);
    }

    private Optional<Provider> provider(String name) {
        return desk.providers().stream()
                .filter(one -> one.name().equals(name) || one.about().title().equalsIgnoreCase(name))
                .findFirst();
    }

    private List<Input.Option> providers(String chosen) {
        String name = provider(chosen).map(Provider::name).orElse("");
        return Stream.concat(
                        Stream.of(new Input.Option("", "choose one", name.isEmpty())),
                        desk.providers().stream()
                                .map(one -> new Input.Option(
                                        // As it was given, so that nothing seems to be another provider.
                                        one.name().equals(name) ? chosen : one.name(),
                                        one.about().title().equals(one.name())
                                                ? one.name()
                                                : one.about().title() + " (" + one.name() + ")",
                                        one.name().equals(name))))
                .toList();
    }

    private static List<Input> tail(TypedCredential typed, Filled filled, Set<String> set) {
        List<Input> tail = new ArrayList<>();
        tail.add(secret(TypedCredential.SECRET, "Secret", filled, set));
        tail.add(Input.area("enqueued_tokens", "Enqueued tokens", typed.enqueued())
                .hint(
                        "Most input tokens that may wait or run at once, as the account's page of limits says: a model=tokens in"
                                + " each line. Left out, they are learnt.")
                .with(filled.wrong()));
        tail.add(secret(TypedCredential.WEBHOOK, "Secret of its webhooks", filled, set));
        if (set.contains(TypedCredential.WEBHOOK)) {
            tail.add(Input.select(
                    TypedCredential.WITHOUT_WEBHOOK,
                    "Webhooks",
                    List.of(
                            new Input.Option("", "stay as they are", true),
                            new Input.Option("yes", "expect none any more: delete their secret", false))));
        }
        return tail;
    }

    private static Input secret(String name, String label, Filled filled, Set<String> set) {
        String hint = set.contains(name)
                ? "It is set; nobody can read it here. Left out, it stays."
                : "Itself, or ${NAME} of an environment variable, or {{vault:name}}. Nobody can read it here afterwards.";
        String why = filled.wrong().at(name);
        String lost = filled.lost().contains(name) && !filled.wrong().isNothing()
                ? "Type it again: what was typed is not sent back to a page"
                : "";
        return Input.secret(name, label)
                .hint(hint)
                .because(why.isEmpty() || lost.isEmpty() ? why + lost : why + ". " + lost);
    }
}
