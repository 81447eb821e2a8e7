package dev.caravan.console.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.ledger.Setups.Revision;
import dev.caravan.setup.RefusedSetupException;
import dev.caravan.setup.RefusedSetupException.Why;
import dev.caravan.setup.SetupDesk;
import dev.caravan.setup.Shown;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Makes, changes and deletes credentials, by the same rules as over HTTP. No secret comes back in any answer. */
@RestController
final class CredentialFormPages {
    private final Pages pages;
    private final Seen seen;
    private final CredentialForms forms;
    private final SetupDesk desk;
    private final Deletion deletion;

    CredentialFormPages(Pages pages, Seen seen, CredentialForms forms, SetupDesk desk) {
        this.pages = pages;
        this.seen = seen;
        this.forms = forms;
        this.desk = desk;
        this.deletion = new Deletion(pages, desk, Kind.CREDENTIAL);
    }

    /** Parameters fill it in, so that a link can name a provider. */
    @GetMapping("/credentials/new")
    ResponseEntity<String> fresh(HttpServletRequest request) {
        seen.setsUpCredentials(request);
        return forms.page(request, HttpStatus.OK, CredentialForms.Filled.fresh(TypedCredential.of(request)));
    }

    /** What the form shows once another provider is chosen. */
    @PostMapping("/credentials/new/choices")
    ResponseEntity<String> choices(HttpServletRequest request) {
        String editing = TypedModel.said(request, "editing");
        if (!editing.isEmpty()) {
            seen.credential(request, editing);
        }
        seen.setsUpCredentials(request);
        TypedCredential typed = TypedCredential.of(request);
        if (new Visit(request).wantsFragment()) {
            return pages.fragment(HttpStatus.OK, "providerchoices", forms.choices(typed, Wrong.NOTHING));
        }
        return forms.page(
                request,
                HttpStatus.OK,
                new CredentialForms.Filled(
                        editing,
                        typed,
                        TypedModel.said(request, "revision"),
                        Wrong.NOTHING,
                        List.of(),
                        typedSecrets(request)));
    }

    @PostMapping("/credentials/new")
    ResponseEntity<String> make(HttpServletRequest request) {
        seen.setsUpCredentials(request);
        TypedCredential typed = TypedCredential.of(request);
        Map<String, String> unread = new LinkedHashMap<>();
        ObjectNode json = typed.json(unread);
        if (typed.name().isEmpty() || typed.name().equals(ModelViews.NEW)) {
            unread.put(
                    "name",
                    typed.name().isEmpty() ? "must be given" : "is the address of this page. Choose another one");
        }
        var filled = CredentialForms.Filled.fresh(typed);
        if (!unread.isEmpty()) {
            return forms.page(
                    request, HttpStatus.UNPROCESSABLE_ENTITY, filled.with(Wrong.of(unread), typedSecrets(request)));
        }
        Visit visit = new Visit(request);
        try {
            desk.make(Kind.CREDENTIAL, typed.name(), TypedCredential.withSecrets(json, request), visit.actor());
        } catch (RefusedSetupException e) {
            return forms.page(request, ModelFormPages.status(e), filled.with(Wrong.of(e), typedSecrets(request)));
        }
        visit.flash("done", "Credential " + typed.name() + " is made. Test it, then make a batch model of it.");
        return ModelFormPages.to("/credentials/" + typed.name());
    }

    @PostMapping("/credentials/{credential}")
    ResponseEntity<String> change(@PathVariable String credential, HttpServletRequest request) {
        seen.credential(request, credential);
        seen.setsUpCredentials(request);
        TypedCredential typed = TypedCredential.of(request);
        Map<String, String> unread = new LinkedHashMap<>();
        ObjectNode json = typed.json(unread);
        String revision = TypedModel.said(request, "revision");
        var filled = new CredentialForms.Filled(
                credential, typed, revision, Wrong.of(unread), List.of(), typedSecrets(request));
        if (!unread.isEmpty()) {
            return forms.page(request, HttpStatus.UNPROCESSABLE_ENTITY, filled);
        }
        Visit visit = new Visit(request);
        try {
            desk.change(
                    Kind.CREDENTIAL,
                    credential,
                    TypedCredential.withSecrets(json, request),
                    Revision.of(revision),
                    visit.actor());
        } catch (RefusedSetupException e) {
            return refused(request, filled, json, e);
        }
        visit.flash("done", "Credential " + credential + " is changed.");
        return ModelFormPages.to("/credentials/" + credential);
    }

    private ResponseEntity<String> refused(
            HttpServletRequest request, CredentialForms.Filled filled, ObjectNode json, RefusedSetupException e) {
        Shown now = desk.find(Kind.CREDENTIAL, filled.editing()).orElse(null);
        if (now == null) {
            return forms.page(
                    request,
                    ModelFormPages.status(e),
                    CredentialForms.Filled.none(filled.editing()).with(Wrong.of(e), Set.of()));
        }
        if (e.why() != Why.CHANGED || filled.typed() == null) {
            return forms.page(request, ModelFormPages.status(e), filled.with(Wrong.of(e), filled.lost()));
        }
        return forms.page(
                request,
                HttpStatus.CONFLICT,
                CredentialForms.Filled.of(filled.typed(), now)
                        .with(Wrong.of(e), filled.lost())
                        .otherwise(Difference.of(now.fields(), json)));
    }

    /** The fields of secrets that something was typed into. */
    private static Set<String> typedSecrets(HttpServletRequest request) {
        return Stream.of(TypedCredential.SECRET, TypedCredential.WEBHOOK)
                .filter(field -> !TypedModel.said(request, field).isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @GetMapping("/credentials/{credential}/delete")
    ResponseEntity<String> askDelete(@PathVariable String credential, HttpServletRequest request) {
        seen.credential(request, credential);
        seen.setsUpCredentials(request);
        return deletion.ask(new Visit(request), credential);
    }

    @PostMapping("/credentials/{credential}/delete")
    ResponseEntity<String> delete(@PathVariable String credential, HttpServletRequest request) {
        seen.credential(request, credential);
        seen.setsUpCredentials(request);
        return deletion.carryOut(request, credential, "/credentials");
    }
}
