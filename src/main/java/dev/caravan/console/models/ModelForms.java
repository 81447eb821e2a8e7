package dev.caravan.console.models;

import dev.caravan.batch.RestingCredentials;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.TooFew;
import dev.caravan.provider.Protocols;
import dev.caravan.setup.ListedModels;
import dev.caravan.setup.Shown;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The page of a batch model, with its form, and of one that is to be made. */
final class ModelForms {
    private static final Set<String> FIELDS =
            Set.of("name", "credential", "model", "thinking", "endpoint", "parameters", "workspaces", "too_few");

    private final Pages pages;
    private final Seen seen;
    private final ModelViews views;
    private final ListedModels listed;
    private final Accounts accounts;

    ModelForms(Pages pages, Seen seen, ModelViews views, ListedModels listed, Accounts accounts) {
        this.pages = pages;
        this.seen = seen;
        this.views = views;
        this.listed = listed;
        this.accounts = accounts;
    }

    /** What the form needs to know of providers and their accounts. */
    record Accounts(Protocols protocols, RestingCredentials resting) {
        Map<String, Ability> endpoints(@Nullable Credential credential) {
            return credential == null
                    ? Map.of()
                    : protocols.endpoints(credential.provider().protocol());
        }
    }

    /**
     * A form with what is in it.
     *
     * @param editing the name of the one that is changed; empty for one that is to be made
     * @param typed null where there is nothing to be changed
     * @param revision that it was read at; empty for one that is to be made
     */
    record Filled(
            String editing,
            @Nullable TypedModel typed,
            String revision,
            Wrong wrong,
            List<Difference> differences,
            List<Choices.Told> told) {

        static Filled fresh(TypedModel typed, Wrong wrong) {
            return new Filled("", typed, "", wrong, List.of(), List.of());
        }

        static Filled of(TypedModel typed, Shown shown) {
            return new Filled(shown.name(), typed, shown.revision().text(), Wrong.NOTHING, List.of(), List.of());
        }

        /** One that can only be looked at. */
        static Filled none(String name) {
            return new Filled(name, null, "", Wrong.NOTHING, List.of(), List.of());
        }

        Filled with(Wrong what) {
            return new Filled(editing, typed, revision, what, differences, told);
        }

        Filled with(List<Choices.Told> what) {
            return new Filled(editing, typed, revision, wrong, differences, what);
        }

        Filled otherwise(List<Difference> what) {
            return new Filled(editing, typed, revision, wrong, what, told);
        }
    }

    /** @param name as a field of one that is to be made */
    record Form(
            String csrf,
            String action,
            String editing,
            String revision,
            List<Input> head,
            Choices choices,
            List<Input> tail,
            String button) {}

    /**
     * The page.
     *
     * @param view none of one that is to be made
     * @param form none where it can't be changed here
     * @param troubles what is wrong beside the fields
     */
    record Page(
            String csrf,
            List<ModelViews.View> view,
            List<Form> form,
            List<String> troubles,
            List<Difference> differences,
            boolean admin,
            boolean fresh) {
        /** Where it is as it is now. */
        String here() {
            return view.isEmpty() ? "/models/new" : view.get(0).href();
        }

        boolean differs() {
            return !differences.isEmpty();
        }
    }

    ResponseEntity<String> page(HttpServletRequest request, HttpStatus status, Filled filled) {
        Visit visit = new Visit(request);
        boolean fresh = filled.editing().isEmpty();
        TypedModel typed = filled.typed();
        List<ModelViews.View> view =
                fresh ? List.of() : List.of(views.of(request, seen.model(request, filled.editing())));
        return pages.page(
                visit,
                status,
                fresh ? "New batch model" : "Batch model " + filled.editing(),
                "model",
                new Page(
                        visit.csrf(),
                        view,
                        typed == null ? List.of() : List.of(form(request, visit, typed, filled)),
                        filled.wrong().beside(typed == null ? Set.of() : FIELDS),
                        filled.differences(),
                        Seen.isAdmin(request),
                        fresh));
    }

    private Form form(HttpServletRequest request, Visit visit, TypedModel typed, Filled filled) {
        boolean fresh = filled.editing().isEmpty();
        Wrong wrong = filled.wrong();
        List<Input> head = new ArrayList<>();
        if (fresh) {
            head.add(Input.line("name", "Batch Model Name", typed.name())
                    .must()
                    .hint("What tasks call it, such as careful-summaries: lower-case letters, digits and -.")
                    .with(wrong));
        }
        head.add(Input.select("credential", "Connect Credential", credentials(request, typed.credential()))
                .must()
                .refreshing(Choices.AT, "choices")
                .with(wrong));
        return new Form(
                visit.csrf(),
                fresh ? "/models/new" : "/models/" + filled.editing(),
                filled.editing(),
                filled.revision(),
                head,
                choices(request, typed, wrong, filled.told()),
                tail(request, typed, filled),
                fresh ? "Make this batch model" : "Save");
    }

    /** What depends on the credential and the model that are chosen. */
    Choices choices(HttpServletRequest request, TypedModel typed, Wrong wrong, List<Choices.Told> told) {
        Credential credential = chosen(request, typed);
        return Choices.of(credential, listed, accounts.endpoints(credential), typed, wrong, told);
    }

    /** Null if none is, or none that there is. */
    @Nullable
    Credential chosen(HttpServletRequest request, TypedModel typed) {
        return seen.credentials(request).stream()
                .filter(one -> one.name().equals(typed.credential()))
                .findFirst()
                .orElse(null);
    }

    private List<Input.Option> credentials(HttpServletRequest request, String chosen) {
        List<Input.Option> options = new ArrayList<>();
        options.add(new Input.Option("", "choose one", chosen.isEmpty()));
        for (Credential one : seen.credentials(request)) {
            boolean waits = accounts.resting().waitsFor(one).isPresent();
            options.add(new Input.Option(
                    one.name(),
                    one.name() + " · " + one.provider().about().title() + (waits ? " · does not work now" : ""),
                    one.name().equals(chosen)));
        }
        return options;
    }

    private List<Input> tail(HttpServletRequest request, TypedModel typed, Filled filled) {
        Wrong wrong = filled.wrong();
        String wanted = typed.then().isEmpty() ? TooFew.HOLD : typed.then();
        List<Input.Option> standIns = Stream.concat(
                        Stream.of(new Input.Option(
                                TooFew.HOLD, "they are held, and a person decides", wanted.equals(TooFew.HOLD))),
                        seen.models(request).stream()
                                .map(BatchModel::name)
                                .filter(name -> !name.equals(filled.editing()))
                                .map(name -> new Input.Option(
                                        name, "batch model " + name + " answers them", name.equals(wanted))))
                .toList();
        return List.of(
                Input.area("parameters", "Parameters", typed.parameters())
                        .hint("JSON that goes with every request as it is, such as {\"max_completion_tokens\": 4000}."
                                + " A limit of output tokens is also what a test may cost at most.")
                        .with(wrong),
                Input.line("workspaces", "Workspaces", typed.workspaces())
                        .hint(
                                Seen.seesAll(request)
                                        ? "Whose tasks may use it, with commas between them. Left out: all of them."
                                        : "Yours that may use it, with commas between them; for you one must be named.")
                        .with(wrong),
                Input.line("wait", "Where records are too few for the provider, they wait", typed.waiting())
                        .hint(
                                "Such as 6h, for others to share their batch; 24h if left out. Only matters where the provider has"
                                        + " a least number of records.")
                        .because(wrong.at("too_few")),
                Input.select("then", "After that", standIns));
    }
}
