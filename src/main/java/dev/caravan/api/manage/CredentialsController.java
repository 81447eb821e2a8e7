package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.access.OwnModels;
import dev.caravan.access.Problem;
import dev.caravan.batch.RestingCredentials;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.Credential;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Models;
import dev.caravan.provider.ModelList;
import dev.caravan.setup.ListedModels;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Credentials behind the batch models that the caller sees. No secret, and nothing made of one. */
@RestController
@RequestMapping(path = "/api/credentials", produces = MediaType.APPLICATION_JSON_VALUE)
final class CredentialsController {
    private final Models models;
    private final ListedModels listed;
    private final RestingCredentials resting;
    private final SetupAnswers setups;
    private final OwnModels own;

    CredentialsController(Models models, ListedModels listed, RestingCredentials resting, SetupAnswers setups) {
        this.setups = setups;
        this.own = new OwnModels(models);
        this.models = models;
        this.listed = listed;
        this.resting = resting;
    }

    /**
     * @param usable whether batches are sent with it now
     * @param waitsFor why not, for whoever can mend it; null if it is usable
     * @param listedAt when its provider was asked last which models it may use; null if nobody did
     * @param models that it may use, as its provider said then
     * @param made null if a file says what it is
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record CredentialView(
            String name,
            String provider,
            String protocol,
            String baseUrl,
            boolean usable,
            @Nullable String waitsFor,
            @Nullable Instant listedAt,
            List<String> models,
            SetupAnswers.@Nullable MadeView made) {}

    /**
     * A name that a batch model of the credential may take.
     *
     * @param known whether providers.yaml knows it; what it knows follows
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record NameView(
            String name, boolean known, Set<String> endpoints, Set<String> thinkingLevels, boolean structuredOutput) {}

    /** @param listedAt when the provider was asked; null if the names are those of providers.yaml alone */
    @JsonNaming(SnakeCaseStrategy.class)
    record NamesView(String credential, @Nullable Instant listedAt, List<NameView> data) {}

    @GetMapping
    Page<CredentialView> list(HttpServletRequest request) {
        return new Page<>(
                models.credentials().values().stream()
                        .filter(one -> own.seesCredential(request, one.name()))
                        .map(credential -> shown(credential, request))
                        .toList(),
                false,
                null);
    }

    @GetMapping("/{credential}")
    ResponseEntity<CredentialView> one(@PathVariable String credential, HttpServletRequest request) {
        Credential found = seen(credential, request);
        var answer = ResponseEntity.ok();
        setups.etag(Kind.CREDENTIAL, credential).ifPresent(answer::eTag);
        return answer.body(shown(found, request));
    }

    /** What to choose from: names that its provider lists now, with what is known of each. */
    @GetMapping("/{credential}/models")
    NamesView models(@PathVariable String credential, HttpServletRequest request) {
        Credential found = seen(credential, request);
        ListedModels.Choice choice = listed.choice(found);
        return new NamesView(
                credential,
                choice.asked(),
                choice.names().stream().map(CredentialsController::name).toList());
    }

    private static NameView name(ListedModels.Name one) {
        ModelFacts facts = one.facts();
        return facts == null
                ? new NameView(one.name(), false, Set.of(), Set.of(), false)
                : new NameView(one.name(), true, facts.endpoints(), facts.thinking(), facts.structuredOutput());
    }

    @PostMapping
    ResponseEntity<CredentialView> make(@RequestBody ObjectNode body, HttpServletRequest request) {
        forAll(request);
        String name = setups.make(Kind.CREDENTIAL, body, request);
        var answer = ResponseEntity.created(URI.create("/api/credentials/" + name));
        setups.etag(Kind.CREDENTIAL, name).ifPresent(answer::eTag);
        return answer.body(shown(seen(name, request), request));
    }

    @PutMapping("/{credential}")
    ResponseEntity<CredentialView> change(
            @PathVariable String credential, @RequestBody ObjectNode body, HttpServletRequest request) {
        seen(credential, request);
        forAll(request);
        setups.change(Kind.CREDENTIAL, credential, body, request);
        return one(credential, request);
    }

    @DeleteMapping("/{credential}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String credential, HttpServletRequest request) {
        seen(credential, request);
        forAll(request);
        setups.delete(Kind.CREDENTIAL, credential, request);
    }

    /** Asks its provider which models there are. */
    @PostMapping("/{credential}/test")
    SetupAnswers.TrialView test(@PathVariable String credential, HttpServletRequest request) {
        Credential found = seen(credential, request);
        return setups.tried(trial -> trial.of(found));
    }

    /** A credential is of no workspace: whichever may use it, all may. */
    private static void forAll(HttpServletRequest request) {
        if (!Asker.caller(request).seesAll()) {
            throw Problem.of(HttpStatus.FORBIDDEN, "Credentials are changed by those who see all workspaces")
                    .thrown();
        }
    }

    private Credential seen(String credential, HttpServletRequest request) {
        Credential found = models.credentials().get(credential);
        if (found == null || !own.seesCredential(request, credential)) {
            throw Problem.notFound().thrown();
        }
        return found;
    }

    private CredentialView shown(Credential credential, HttpServletRequest request) {
        String waits = resting.waitsFor(credential).orElse(null);
        ModelList list = listed.of(credential.name()).orElse(null);
        return new CredentialView(
                credential.name(),
                credential.provider().name(),
                credential.provider().protocol(),
                credential.baseUrl(),
                waits == null,
                waits,
                list == null ? null : list.asked(),
                list == null ? List.of() : list.models(),
                setups.made(Kind.CREDENTIAL, credential.name(), request));
    }
}
