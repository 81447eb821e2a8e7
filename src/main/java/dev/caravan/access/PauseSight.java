package dev.caravan.access;

import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;

/**
 * Who sees what is paused, and who pauses what: tasks those who see them; providers, credentials and batch models, which others
 * use too, those who see all workspaces. Whoever is limited learns of these that they are paused, not by whom or why.
 */
public final class PauseSight {
    private final Models models;
    private final OwnModels own;
    private final Sight sight;

    public PauseSight(Models models, Sight sight) {
        this.models = models;
        this.own = new OwnModels(models);
        this.sight = sight;
    }

    /** Whether the caller learns that it is paused: something that the caller sees stands still for it. */
    public boolean sees(HttpServletRequest request, What what) {
        boolean all = Caller.of(request).orElseThrow().seesAll();
        return switch (what.kind()) {
            case TASK -> sight.task(request, what.name());
            case CREDENTIAL -> own.seesCredential(request, what.name());
            case MODEL -> {
                BatchModel model = models.models().get(what.name());
                yield all || (model != null && own.sees(request, model));
            }
            case PROVIDER ->
                all
                        || models.credentials().values().stream()
                                .anyMatch(one -> one.provider().name().equals(what.name())
                                        && own.seesCredential(request, one.name()));
        };
    }

    /** Whether the caller may pause and resume it, and learns who did and why. */
    public boolean mayChange(HttpServletRequest request, What what) {
        return what.kind() == Kind.TASK
                ? sight.task(request, what.name())
                : Caller.of(request).orElseThrow().seesAll();
    }

    /** @throws ProblemException if the caller may not */
    public void mustChange(HttpServletRequest request, What what) {
        if (!mayChange(request, what)) {
            throw what.kind() == Kind.TASK
                    ? Problem.notFound().thrown()
                    : Problem.of(
                                    HttpStatus.FORBIDDEN,
                                    "Providers, credentials and batch models are paused and resumed by those who see all"
                                            + " workspaces")
                            .thrown();
        }
    }
}
