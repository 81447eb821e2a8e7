package dev.caravan.access;

import static dev.caravan.access.Route.route;
import static dev.caravan.access.Route.to;

import dev.caravan.access.Route.Try;
import java.util.List;

/** What programs ask for. */
final class ApiRoutes {
    private ApiRoutes() {}

    static final List<Route> ALL = List.of(
            route("GET /openapi.yaml", Role.READ),
            route("GET /openapi.json", Role.READ),
            // Signed by a provider; a batch that is not known is as good as one that is.
            route("POST /webhooks/{credential}", null),
            // The workspace is that of the key, and says which task answers: RealTimeTest.
            route("POST /extract", null),
            route("POST /summarization/abstractive", null),
            route("POST /classify", null),
            // A submission is looked up by workspace and id together: BatchesControllerTest crosses them.
            route("POST /v1/batches", null),
            route("GET /v1/batches/{id}", null),
            route("GET /v1/batches/{id}/output", null),
            route("POST /v1/batches/{id}/cancel", null),
            // FilesControllerTest crosses files, and lists of batches and of models.
            route("GET /v1/batches", null),
            route("POST /v1/files", null),
            route("GET /v1/files", null),
            route("GET /v1/files/{id}", null),
            route("GET /v1/files/{id}/content", null),
            route("DELETE /v1/files/{id}", null),
            route("GET /v1/models", null),
            route("GET /v1/models/{id}", null),
            // KeyDoorsTest has the keys of other workspaces.
            route("GET /api/keys", Role.ADMIN),
            route("POST /api/keys", Role.ADMIN),
            route("DELETE /api/keys/{id}", Role.ADMIN),
            route("GET /api/tasks", Role.READ),
            route("GET /api/tasks/{task}", Role.READ, to("/api/tasks/@")),
            route("POST /api/tasks/{task}/drops", Role.OPERATE, new Try("/api/tasks/@/drops?name=a.jsonl", "x")),
            route("POST /api/tasks/{task}/hold", Role.OPERATE, to("/api/tasks/@/hold")),
            route("POST /api/tasks/{task}/cancel", Role.OPERATE, to("/api/tasks/@/cancel")),
            route("POST /api/tasks/{task}/release", Role.OPERATE, to("/api/tasks/@/release")),
            route("GET /api/models", Role.READ),
            route("GET /api/models/{model}", Role.READ, to("/api/models/^")),
            route("GET /api/credentials", Role.READ),
            route("GET /api/credentials/{credential}", Role.READ, to("/api/credentials/!")),
            route("POST /api/models", Role.ADMIN),
            route("PUT /api/models/{model}", Role.ADMIN, new Try("/api/models/^", "{}")),
            route("DELETE /api/models/{model}", Role.ADMIN, new Try("/api/models/^", "{}")),
            route("POST /api/models/{model}/test", Role.ADMIN, new Try("/api/models/^/test", "{}")),
            route("POST /api/credentials", Role.ADMIN),
            route("PUT /api/credentials/{credential}", Role.ADMIN, new Try("/api/credentials/!", "{}")),
            route("DELETE /api/credentials/{credential}", Role.ADMIN, new Try("/api/credentials/!", "{}")),
            route("POST /api/credentials/{credential}/test", Role.ADMIN, new Try("/api/credentials/!/test", "{}")),
            route("GET /api/credentials/{credential}/models", Role.READ, new Try("/api/credentials/!/models", "")),
            // For those who see all workspaces, and no others: ReloadsTest.
            route("GET /api/reloads", Role.READ),
            route("GET /api/reloads/{reload}", Role.READ),
            route("POST /api/reloads", Role.OPERATE),
            // PausesControllerTest has those of other workspaces.
            route("GET /api/pauses", Role.READ),
            route("POST /api/pauses", Role.OPERATE, new Try("/api/pauses", "{\"kind\": \"task\", \"name\": \"@\"}")),
            route("DELETE /api/pauses/{pause}", Role.OPERATE, to("/api/pauses/~")),
            route("GET /api/drops", Role.READ, to("/api/drops?task=@")),
            route("GET /api/drops/{drop}", Role.READ, to("/api/drops/~")),
            route("GET /api/drops/{drop}/refusals", Role.READ, to("/api/drops/~/refusals")),
            route("POST /api/drops/{drop}/hold", Role.OPERATE, to("/api/drops/~/hold")),
            route("POST /api/drops/{drop}/cancel", Role.OPERATE, to("/api/drops/~/cancel")),
            route("POST /api/drops/{drop}/release", Role.OPERATE, to("/api/drops/~/release")),
            route("POST /api/drops/{drop}/open", Role.OPERATE, new Try("/api/drops/~/open", "{\"why\": \"so\"}")),
            route("GET /api/batches", Role.READ, to("/api/batches?task=@")),
            route("GET /api/batches/{batch}", Role.READ, to("/api/batches/~")),
            route("POST /api/batches/{batch}/cancel", Role.OPERATE, to("/api/batches/~/cancel")),
            route("POST /api/batches/{batch}/release", Role.OPERATE, to("/api/batches/~/release")),
            route("GET /api/records", Role.READ, to("/api/records?task=@&source-id=T-1"), to("/api/records?drop=~")),
            route("GET /api/records.jsonl", Role.READ, to("/api/records.jsonl?drop=~")),
            route("GET /api/records/{record}", Role.READ, to("/api/records/#")),
            route("GET /api/reviews", Role.READ, to("/api/reviews?task=@"), to("/api/reviews?drop=~")),
            route("GET /api/reviews/{record}", Role.READ, to("/api/reviews/#")),
            route(
                    "POST /api/reviews/{record}",
                    Role.REVIEW,
                    new Try("/api/reviews/#", "{\"version\": 1, \"act\": \"approve\"}")),
            route("GET /api/publications", Role.READ, to("/api/publications?task=@")),
            route("GET /api/publications/{publication}", Role.READ, to("/api/publications/~")),
            route(
                    "POST /api/publications/{publication}/replay",
                    Role.OPERATE,
                    new Try("/api/publications/~/replay", "{}")),
            route("GET /api/costs", Role.READ, to("/api/costs?task=@")),
            route("GET /api/events", Role.READ, to("/api/events?task=@")),
            route(
                    "GET /api/events/stream",
                    Role.READ,
                    to("/api/events/stream?task=@"),
                    to("/api/events/stream?drop=~")),
            route("GET /api/requests/{request}", Role.READ, to("/api/requests/~")),
            route("GET /api/reruns/{rerun}", Role.READ, to("/api/reruns/~")),
            route("GET /api/audit", Role.READ, to("/api/audit?task=@&source-id=T-1")),
            route(
                    "POST /api/tasks/{task}/sample",
                    Role.OPERATE,
                    new Try("/api/tasks/@/sample", "{\"drop\": 1}"),
                    new Try("/api/tasks/support/sample", "{\"drop\": ~}")),
            route("GET /api/reruns", Role.READ, to("/api/reruns?task=@")),
            route(
                    "GET /api/reruns/preview",
                    Role.READ,
                    to("/api/reruns/preview?task=@"),
                    to("/api/reruns/preview?drop=~")),
            route(
                    "POST /api/reruns",
                    Role.OPERATE,
                    new Try("/api/reruns", "{\"task\": \"@\", \"why\": \"so\"}"),
                    new Try("/api/reruns", "{\"task\": \"@\", \"drop\": \"~\", \"why\": \"so\"}")));
}
