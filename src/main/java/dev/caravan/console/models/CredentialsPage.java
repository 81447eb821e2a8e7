package dev.caravan.console.models;

import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.Credential;
import dev.caravan.setup.SetupDesk;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The list of credentials, and each of them with the form that changes it. */
@RestController
final class CredentialsPage {
    private final Pages pages;
    private final Seen seen;
    private final CredentialViews views;
    private final CredentialForms forms;
    private final SetupDesk desk;

    CredentialsPage(Pages pages, Seen seen, CredentialViews views, CredentialForms forms, SetupDesk desk) {
        this.pages = pages;
        this.seen = seen;
        this.views = views;
        this.forms = forms;
        this.desk = desk;
    }

    record All(List<CredentialViews.View> credentials, boolean mayMake) {
        boolean none() {
            return credentials.isEmpty();
        }
    }

    @GetMapping("/credentials")
    ResponseEntity<String> list(HttpServletRequest request) {
        return pages.page(
                new Visit(request),
                "Credentials",
                "credentials",
                new All(
                        seen.credentials(request).stream()
                                .map(one -> views.of(request, one))
                                .toList(),
                        Seen.isAdmin(request) && Seen.seesAll(request)));
    }

    @GetMapping("/credentials/{credential}")
    ResponseEntity<String> one(@PathVariable String credential, HttpServletRequest request) {
        Credential found = seen.credential(request, credential);
        return desk.find(Kind.CREDENTIAL, credential)
                .filter(shown -> seen.mayChange(request, found))
                .map(shown -> forms.page(
                        request,
                        HttpStatus.OK,
                        CredentialForms.Filled.of(TypedCredential.of(credential, shown.fields()), shown)))
                .orElseGet(() -> forms.page(request, HttpStatus.OK, CredentialForms.Filled.none(credential)));
    }

    /** Asks its provider which models there are. */
    @PostMapping("/credentials/{credential}/test")
    ResponseEntity<String> test(@PathVariable String credential, HttpServletRequest request) {
        Choices.Told told = seen.tried(seen.credential(request, credential));
        new Visit(request).flash(told.kind(), told.text());
        return ModelFormPages.to("/credentials/" + credential);
    }
}
