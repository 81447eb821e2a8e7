package dev.caravan.submission;

import dev.caravan.model.Models;
import dev.caravan.model.NamedModels;
import dev.caravan.model.Provider;
import dev.caravan.provider.Asked;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.Whole;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models that callers name in whole requests, and what each of them takes. Thread-safe. */
final class GatewayLanes {
    private static final int MOST = 20;

    private final Tasks tasks;
    private final Models models;
    private final Protocols protocols;

    GatewayLanes(Tasks tasks, Models models, Protocols protocols) {
        this.tasks = tasks;
        this.models = models;
        this.protocols = protocols;
    }

    /**
     * What an order as a whole may not be, by what its provider does: only where it names one, since files of lines are
     * Caravan's own and work with every model.
     *
     * @param requests whether it brings a list of them
     */
    void check(OrderHead head, boolean requests) throws RefusedSubmission {
        Provider provider = named(head.model());
        String title = provider == null ? "OpenAI" : provider.about().title();
        if (provider != null
                && !provider.about().abilities().contains(head.endpoint().ability())) {
            throw RefusedSubmission.field("model", title + " does not have " + singular(head.endpoint()) + ".", false);
        }
        boolean files = provider == null || protocols.get(provider.protocol()).takesFiles();
        if (!files && head.inputFile() != null) {
            throw RefusedSubmission.field("input_file_id", title + " does not use files for batch.", false);
        }
        if (!files && !requests) {
            throw RefusedSubmission.field("requests", "Necessary to pass the messages.", false);
        }
        if (!requests && head.inputFile() == null) {
            throw RefusedSubmission.field(
                    "input_file_id", title + " requires either a file ID or a batch array.", false);
        }
        if (requests && head.inputFile() != null) {
            throw RefusedSubmission.field("input_file_id", "is not taken beside requests: send one of them");
        }
    }

    private static String singular(Asked endpoint) {
        return endpoint == Asked.EMBEDDINGS ? "embedding" : endpoint.ability().word();
    }

    /** The provider of {@code provider/model}; null if a model is named otherwise. */
    private @Nullable Provider named(@Nullable String model) {
        int slash = model == null || models.models().containsKey(model) ? -1 : model.indexOf('/');
        return slash < 0 || model == null ? null : models.providers().get(model.substring(0, slash));
    }

    /** The lanes of one order. */
    Lanes begin(Caller caller, OrderHead head) {
        return new Lanes(caller, head);
    }

    /** One drop, and one task, for each model. */
    final class Lanes {
        private final Caller caller;
        private final OrderHead head;
        private final Map<String, Lane> byModel = new HashMap<>();

        private Lanes(Caller caller, OrderHead head) {
            this.caller = caller;
            this.head = head;
        }

        /** The task for a request, which it takes as it is. */
        Task task(OrderLines.Request request, OrderLines at) throws RefusedSubmission {
            Lane lane = byModel.get(request.model());
            if (lane == null) {
                lane = open(request.model(), at);
                byModel.put(request.model(), lane);
            }
            String shared = lane.shared() ? SharedAccount.id(request.body()) : null;
            if (shared != null) {
                throw at.wrong(
                        "body." + shared,
                        "names something that lies in an account which other workspaces may use, too. It is taken where"
                                + " all batch models of the account are for this workspace alone (workspaces in"
                                + " models.yaml)");
            }
            List<Whole.Refusal> problems = lane.whole().problems(request.body());
            if (!problems.isEmpty()) {
                Whole.Refusal first = problems.get(0);
                throw at.wrong(first.field().isEmpty() ? "body" : "body." + first.field(), first.reason());
            }
            return lane.task();
        }

        private Lane open(String model, OrderLines at) throws RefusedSubmission {
            if (byModel.size() == MOST) {
                throw at.wrong("body.model", "is one too many: a batch has at most " + MOST + " models");
            }
            NamedModels.Found found = tasks.gateway().model(caller.workspace(), head.spoken(), model);
            Task task = found.model() == null
                    ? null
                    : tasks.find(GatewayTasks.name(caller.workspace(), head.spoken(), model))
                            .orElse(null);
            if (task == null) {
                throw at.wrong("body.model", found.why());
            }
            try {
                var shape = new RequestShape(
                                task.model().endpoint(),
                                task.model().model(),
                                task.model().thinking(),
                                task.model().parameters(),
                                null,
                                "gateway",
                                task.model().credential().settings())
                        .whole(head.endpoint());
                Whole whole = protocols
                        .get(task.model().credential().provider().protocol())
                        .whole(shape);
                boolean shared = tasks.gateway().isShared(task.model(), caller.workspace());
                return new Lane(task, whole, shared);
            } catch (IllegalArgumentException e) {
                throw at.wrong("body.model", String.valueOf(e.getMessage()));
            }
        }
    }

    private record Lane(Task task, Whole whole, boolean shared) {}
}
