package dev.caravan.console.models;

import dev.caravan.batch.RestingCredentials;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.provider.ModelList;
import dev.caravan.setup.ListedModels;
import dev.caravan.setup.SetupDesk;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Credentials as lists and pages show them: no secret, and nothing made of one. */
final class CredentialViews {
    /** So many names of models are shown. */
    private static final int MOST_NAMES = 200;

    private final SetupDesk desk;
    private final ListedModels listed;
    private final RestingCredentials resting;
    private final Seen seen;

    CredentialViews(SetupDesk desk, ListedModels listed, RestingCredentials resting, Seen seen) {
        this.desk = desk;
        this.listed = listed;
        this.resting = resting;
        this.seen = seen;
    }

    /**
     * One of them.
     *
     * @param href empty where its name is that of the page that makes one
     * @param waitsFor why nothing is sent with it now; empty if something is
     * @param models batch models that use it
     * @param listedAt when its provider was asked last; empty if nobody did
     */
    record View(
            String name,
            String href,
            String provider,
            String baseUrl,
            String waitsFor,
            List<String> models,
            String listedAt,
            int listed,
            List<String> names,
            Origin origin) {
        boolean hasModels() {
            return !models.isEmpty();
        }

        int more() {
            return listed - names.size();
        }

        boolean hasMore() {
            return more() > 0;
        }
    }

    View of(HttpServletRequest request, Credential credential) {
        ModelList list = listed.of(credential.name()).orElse(null);
        List<String> names = list == null ? List.of() : list.models();
        return new View(
                credential.name(),
                credential.name().equals(ModelViews.NEW) ? "" : "/credentials/" + credential.name(),
                credential.provider().about().title(),
                credential.baseUrl(),
                resting.waitsFor(credential).orElse(""),
                seen.models(request).stream()
                        .filter(model -> model.credential().name().equals(credential.name()))
                        .map(BatchModel::name)
                        .toList(),
                list == null ? "" : list.asked().toString(),
                names.size(),
                names.stream().limit(MOST_NAMES).toList(),
                Origin.of(desk, Kind.CREDENTIAL, credential.name()));
    }
}
