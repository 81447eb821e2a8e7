package dev.caravan.console.models;

import dev.caravan.access.Caller;
import dev.caravan.access.OwnModels;
import dev.caravan.access.Role;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.setup.AccountTrial;
import dev.caravan.setup.SetupDesk;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Batch models and credentials as a request sees them: what is of other workspaces is as if it were not there. */
final class Seen {
    private final Models models;
    private final OwnModels own;
    private final SetupDesk desk;
    private final AccountTrial trial;

    Seen(Models models, SetupDesk desk, AccountTrial trial) {
        this.models = models;
        this.own = new OwnModels(models);
        this.desk = desk;
        this.trial = trial;
    }

    OwnModels own() {
        return own;
    }

    List<BatchModel> models(HttpServletRequest request) {
        return models.models().values().stream()
                .filter(model -> own.sees(request, model))
                .toList();
    }

    List<Credential> credentials(HttpServletRequest request) {
        return models.credentials().values().stream()
                .filter(one -> own.seesCredential(request, one.name()))
                .toList();
    }

    /** @throws ResponseStatusException 404 */
    BatchModel model(HttpServletRequest request, String name) {
        BatchModel found = models.models().get(name);
        if (found == null || !own.sees(request, found)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return found;
    }

    /** @throws ResponseStatusException 404 */
    Credential credential(HttpServletRequest request, String name) {
        Credential found = models.credentials().get(name);
        if (found == null || !own.seesCredential(request, name)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return found;
    }

    /** A credential is of no workspace: whichever may use it, all may. @throws ResponseStatusException 403 */
    void setsUpCredentials(HttpServletRequest request) {
        if (!seesAll(request)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }

    static boolean seesAll(HttpServletRequest request) {
        return Caller.of(request).filter(Caller::seesAll).isPresent();
    }

    /** Whether the page offers to change or delete it. */
    boolean mayChange(HttpServletRequest request, BatchModel model) {
        return isAdmin(request)
                && own.owns(request, model)
                && desk.find(Kind.MODEL, model.name()).isPresent();
    }

    /** Whether the page offers to change or delete it. */
    boolean mayChange(HttpServletRequest request, Credential credential) {
        return isAdmin(request)
                && seesAll(request)
                && desk.find(Kind.CREDENTIAL, credential.name()).isPresent();
    }

    static boolean isAdmin(HttpServletRequest request) {
        return Caller.of(request).filter(one -> one.may(Role.ADMIN)).isPresent();
    }

    Choices.Told tried(Credential credential) {
        return tried(() -> trial.of(credential));
    }

    Choices.Told tried(BatchModel model) {
        return tried(() -> trial.of(model));
    }

    private interface Trial {
        AccountTrial.Result run() throws AccountTrial.TooSoonException;
    }

    private static Choices.Told tried(Trial trial) {
        try {
            AccountTrial.Result result = trial.run();
            return result.ok()
                    ? new Choices.Told("done", result.message() + ".")
                    : new Choices.Told("trouble", result.message() + " (" + result.code() + ").");
        } catch (AccountTrial.TooSoonException e) {
            return new Choices.Told("trouble", e.getMessage() + ".");
        }
    }
}
