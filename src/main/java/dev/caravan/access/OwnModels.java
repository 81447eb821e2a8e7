package dev.caravan.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import dev.caravan.model.TooFew;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;

/**
 * What whoever is limited to workspaces may set up: batch models for those alone, by credentials that it knows. Of all others it
 * learns nothing.
 */
public final class OwnModels {
    private final Models models;

    public OwnModels(Models models) {
        this.models = models;
    }

    /** Whether the model is for a workspace that the caller sees. */
    public boolean sees(HttpServletRequest request, BatchModel model) {
        Caller caller = caller(request);
        return caller.seesAll()
                || model.workspaces().isEmpty()
                || model.workspaces().stream().anyMatch(caller::sees);
    }

    /** Whether a batch model that the caller sees uses it. */
    public boolean seesCredential(HttpServletRequest request, String credential) {
        return caller(request).seesAll()
                || models.models().values().stream()
                        .anyMatch(model -> model.credential().name().equals(credential) && sees(request, model));
    }

    /** @throws ProblemException if this can't be what the caller sets up */
    public void mayBe(ObjectNode body, HttpServletRequest request) {
        Caller caller = caller(request);
        if (caller.seesAll()) {
            return;
        }
        JsonNode workspaces = body.path("workspaces");
        boolean own = workspaces.isArray() && !workspaces.isEmpty();
        for (JsonNode one : workspaces) {
            own &= caller.sees(one.asText());
        }
        if (!own) {
            throw notAll();
        }
        BatchModel taken = models.models().get(body.path("name").asText());
        if (taken != null && !sees(request, taken)) {
            throw Problem.of(HttpStatus.CONFLICT, "This name is taken. Choose another one")
                    .thrown();
        }
        if (!seesCredential(request, body.path("credential").asText())) {
            throw unknown("credential", "is none that a batch model of your workspaces uses");
        }
        String then = body.path("too_few").path("then").asText(TooFew.HOLD);
        BatchModel standIn = models.models().get(then);
        if (!then.equals(TooFew.HOLD) && (standIn == null || !sees(request, standIn))) {
            throw unknown("too_few", "\"then\" must be a batch model of your workspaces, or hold");
        }
    }

    /** @throws ProblemException if others use it as well */
    public void mayChange(BatchModel model, HttpServletRequest request) {
        if (!owns(request, model)) {
            throw notAll();
        }
    }

    /** Whether the caller may change or delete it: nobody else uses it as well. */
    public boolean owns(HttpServletRequest request, BatchModel model) {
        Caller caller = caller(request);
        return caller.seesAll()
                || (!model.workspaces().isEmpty() && model.workspaces().stream().allMatch(caller::sees));
    }

    private static Caller caller(HttpServletRequest request) {
        return Caller.of(request).orElseThrow();
    }

    private static ProblemException unknown(String field, String reason) {
        return Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, field, reason).thrown();
    }

    private static ProblemException notAll() {
        return Problem.of(
                        HttpStatus.FORBIDDEN,
                        "You may set up batch models for your own workspaces only: name them (workspaces)")
                .thrown();
    }
}
