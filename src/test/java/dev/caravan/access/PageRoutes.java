package dev.caravan.access;

import static dev.caravan.access.Route.route;
import static dev.caravan.access.Route.to;

import dev.caravan.access.Route.Try;
import java.util.List;

/** Pages and what they ask for. */
final class PageRoutes {
    private PageRoutes() {}

    static final List<Route> ALL = List.of(
            route("GET /", Role.READ),
            route("GET /login", Role.READ),
            route("GET /console/{version}/{name}", Role.READ),
            route("GET /review", Role.READ, to("/review?task=@"), to("/review?drop=~")),
            route("GET /review/{record:\\d+}", Role.READ, to("/review/#"), to("/review/#?task=@")),
            route("POST /review/{record:\\d+}", Role.REVIEW, new Try("/review/#", "act=approve&version=1")),
            route("POST /review/{record:\\d+}/keep", Role.REVIEW, to("/review/#/keep")),
            route("POST /review/{record:\\d+}/go", Role.REVIEW, to("/review/#/go")),
            route(
                    "GET /review/next",
                    Role.REVIEW,
                    to("/review/next?task=@"),
                    to("/review/next?drop=~"),
                    to("/review/next?back=#")),
            route("GET /review/previous", Role.REVIEW, to("/review/previous?back=#"), to("/review/previous?left=#")),
            route("GET /review/ahead", Role.REVIEW, to("/review/ahead?task=@"), to("/review/ahead?drop=~")),
            route("GET /review/bulk", Role.REVIEW, to("/review/bulk?task=@"), to("/review/bulk?drop=~")),
            route("POST /review/bulk", Role.REVIEW, new Try("/review/bulk?task=@", "act=approve&why=so&expected=1")),
            route("GET /review/examples", Role.REVIEW, to("/review/examples?task=@")),
            route("GET /review/examples.jsonl", Role.REVIEW, to("/review/examples.jsonl?task=@&approved=true")),
            route("GET /audit", Role.READ, to("/audit?task=@&id=T-1")),
            route(
                    "POST /audit/ask",
                    Role.REVIEW,
                    new Try("/audit/ask", "task=@&id=T-1&record=#&why=so"),
                    new Try("/audit/ask", "record=#&why=so")),
            route(
                    "GET /records",
                    Role.READ,
                    to("/records?task=@&id=T-1"),
                    to("/records?record=#"),
                    to("/records?drop=~")),
            route("GET /records/{record}", Role.READ, to("/records/#")),
            route("GET /records/{record}/attempts/{attempt}", Role.READ, to("/records/#/attempts/1")),
            route("POST /records/{record}/ask", Role.REVIEW, new Try("/records/#/ask", "why=so")),
            route("GET /publications", Role.READ, to("/publications?task=@")),
            route("GET /publications/{publication}", Role.READ, to("/publications/~")),
            route("GET /publications/{publication}/replay", Role.OPERATE, to("/publications/~/replay")),
            route("POST /publications/{publication}/replay", Role.OPERATE, new Try("/publications/~/replay", "why=so")),
            route("GET /rerun", Role.OPERATE, to("/rerun?task=@"), to("/rerun?drop=~")),
            route(
                    "POST /rerun",
                    Role.OPERATE,
                    new Try("/rerun", "task=@&why=so"),
                    new Try("/rerun", "task=support&drop=~")),
            route("GET /plots", Role.READ, to("/plots?task=@")),
            route("GET /monitor", Role.READ, to("/monitor?task=@"), to("/monitor?part=drops&task=@")),
            route("GET /drops", Role.READ, to("/drops?task=@")),
            route("GET /drops/{drop}", Role.READ, to("/drops/~"), to("/drops/~?part=now")),
            route("GET /drops/{drop}/cancel", Role.OPERATE, to("/drops/~/cancel")),
            route("POST /drops/{drop}/cancel", Role.OPERATE, to("/drops/~/cancel")),
            route("GET /drops/{drop}/hold", Role.OPERATE, to("/drops/~/hold")),
            route("POST /drops/{drop}/hold", Role.OPERATE, to("/drops/~/hold")),
            route("GET /drops/{drop}/release", Role.OPERATE, to("/drops/~/release")),
            route("POST /drops/{drop}/release", Role.OPERATE, to("/drops/~/release")),
            route("GET /drops/{drop}/open", Role.OPERATE, to("/drops/~/open")),
            route("POST /drops/{drop}/open", Role.OPERATE, new Try("/drops/~/open", "why=so")),
            route("GET /batches", Role.READ, to("/batches?task=@")),
            route("GET /batches/{batch}", Role.READ, to("/batches/~"), to("/batches/~?part=now")),
            route("GET /batches/{batch}/cancel", Role.OPERATE, to("/batches/~/cancel")),
            route("POST /batches/{batch}/cancel", Role.OPERATE, to("/batches/~/cancel")),
            route("GET /batches/{batch}/release", Role.OPERATE, to("/batches/~/release")),
            route("POST /batches/{batch}/release", Role.OPERATE, to("/batches/~/release")),
            route("GET /events", Role.READ, to("/events?task=@")),
            route("GET /requests/{request}", Role.READ, to("/requests/~")),
            route("GET /models", Role.READ),
            route("GET /models/{model}", Role.READ, to("/models/^")),
            // Made for all workspaces or own ones: ModelsPageTest.
            route("GET /models/new", Role.ADMIN),
            route("POST /models/new", Role.ADMIN),
            route(
                    "POST /models/new/choices",
                    Role.ADMIN,
                    new Try("/models/new/choices", "credential=!"),
                    new Try("/models/new/choices", "editing=^")),
            route("POST /models/{model}", Role.ADMIN, new Try("/models/^", "model=gpt-5")),
            route("POST /models/{model}/test", Role.ADMIN, to("/models/^/test")),
            route("GET /models/{model}/try", Role.ADMIN, to("/models/^/try"), to("/models/fast/try?task=@")),
            route(
                    "POST /models/{model}/try",
                    Role.ADMIN,
                    new Try("/models/^/try", "text=so"),
                    new Try("/models/fast/try", "task=@")),
            route("GET /models/{model}/delete", Role.ADMIN, to("/models/^/delete")),
            route("POST /models/{model}/delete", Role.ADMIN, to("/models/^/delete")),
            route("GET /credentials", Role.READ),
            route("GET /credentials/{credential}", Role.READ, to("/credentials/!")),
            // Credentials are made by those who see all workspaces: CredentialsPageTest.
            route("GET /credentials/new", Role.ADMIN),
            route("POST /credentials/new", Role.ADMIN),
            route("POST /credentials/new/choices", Role.ADMIN, new Try("/credentials/new/choices", "editing=!")),
            route("POST /credentials/{credential}", Role.ADMIN, new Try("/credentials/!", "provider=simulator")),
            route("POST /credentials/{credential}/test", Role.ADMIN, to("/credentials/!/test")),
            route("GET /credentials/{credential}/delete", Role.ADMIN, to("/credentials/!/delete")),
            route("POST /credentials/{credential}/delete", Role.ADMIN, to("/credentials/!/delete")),
            route("GET /live", Role.READ, to("/live?task=@"), to("/live?drop=~")),
            route("GET /costs", Role.READ, to("/costs?task=@")),
            route("GET /costs.csv", Role.READ, to("/costs.csv?task=@")),
            route("GET /costs.jsonl", Role.READ, to("/costs.jsonl?task=@")),
            route("GET /gates", Role.READ, to("/gates?drop=~")),
            route(
                    "POST /gates",
                    Role.OPERATE,
                    new Try("/gates", "drop=~&why=so"),
                    new Try("/gates", "drop=0x~&why=so")));
}
