package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.access.Problem;
import dev.caravan.batch.RestingCredentials;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.ModelList;
import dev.caravan.provider.ModelListFiles;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Credentials behind the batch models that the caller sees. No secret, and nothing made of one. */
@RestController
@RequestMapping(path = "/api/credentials", produces = MediaType.APPLICATION_JSON_VALUE)
final class CredentialsController {
    private final Models models;
    private final ModelListFiles lists;
    private final RestingCredentials resting;

    CredentialsController(Models models, ModelListFiles lists, RestingCredentials resting) {
        this.models = models;
        this.lists = lists;
        this.resting = resting;
    }

    /**
     * @param usable whether batches are sent with it now
     * @param waitsFor why not, for whoever can mend it; null if it is usable
     * @param listedAt when its provider was asked last which models it may use; null if nobody did
     * @param models that it may use, as its provider said then
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
            List<String> models) {}

    @GetMapping
    Page<CredentialView> list(HttpServletRequest request) {
        return new Page<>(
                models.credentials().values().stream()
                        .filter(one -> sees(request, one))
                        .map(this::shown)
                        .toList(),
                false,
                null);
    }

    @GetMapping("/{credential}")
    CredentialView one(@PathVariable String credential, HttpServletRequest request) {
        Credential found = models.credentials().get(credential);
        if (found == null || !sees(request, found)) {
            throw Problem.notFound().thrown();
        }
        return shown(found);
    }

    private boolean sees(HttpServletRequest request, Credential credential) {
        return Asker.caller(request).seesAll()
                || models.models().values().stream()
                        .anyMatch(model -> model.credential().name().equals(credential.name())
                                && ModelsController.sees(request, model));
    }

    private CredentialView shown(Credential credential) {
        String waits = waitsFor(credential);
        ModelList list = lists.read(credential.name()).orElse(null);
        return new CredentialView(
                credential.name(),
                credential.provider().name(),
                credential.provider().protocol(),
                credential.baseUrl(),
                waits == null,
                waits,
                list == null ? null : list.asked(),
                list == null ? List.of() : list.models());
    }

    private @Nullable String waitsFor(Credential credential) {
        return credential
                .secret()
                .missingVariable()
                .map(variable -> "The environment variable " + variable + " is not set")
                .orElse(
                        resting.now().contains(credential.name())
                                ? "Its provider refused it or fails again and again; one batch will try again by itself"
                                        + " (event credential_stopped)"
                                : null);
    }
}
