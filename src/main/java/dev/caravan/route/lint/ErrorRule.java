package dev.caravan.route.lint;

import java.util.Set;
import java.util.stream.Collectors;

/** The ledger is the only retry, and a stage's onException is the only place that deals with errors. */
final class ErrorRule implements Rule {
    private static final Set<String> REDELIVERY = Set.of(
            "redeliveryPolicy",
            "redeliveryPolicyRef",
            "maximumRedeliveries",
            "deadLetterChannel",
            "retryWhile",
            "circuitBreaker");

    @Override
    public void check(Folder folder, Complaints complaints) {
        // Nobody waits for what is tapped, so nobody hears of its errors.
        Set<String> tapped = folder.routes().stream()
                .flatMap(route -> route.endpoints().stream())
                .filter(endpoint -> endpoint.step().name().equals("wireTap"))
                .map(Endpoint::uri)
                .collect(Collectors.toSet());
        for (RouteFile file : folder.files()) {
            file.root().walk(field -> {
                if (REDELIVERY.contains(field.name())) {
                    complaints.add(
                            file, field.line(), "\"" + field.name() + "\": the ledger is the only retry, remove it");
                }
            });
            if (!file.isKamelet()) {
                file.routes().forEach(route -> route(route, tapped, complaints));
            }
        }
    }

    private static void route(Route route, Set<String> tapped, Complaints complaints) {
        Value body = route.body();
        boolean passesOn = body.get("errorHandler")
                .flatMap(handler -> handler.get("noErrorHandler"))
                .isPresent();
        if (route.fromUri().startsWith("direct:") && !tapped.contains(route.fromUri())) {
            if (!passesOn) {
                complaints.add(
                        route.file(),
                        body,
                        "A direct: route needs \"errorHandler: {noErrorHandler: {}}\", or its errors bypass the stage that called it");
            }
        } else if (body.text("routeConfigurationId").isBlank()) {
            complaints.add(
                    route.file(),
                    body,
                    "A route that starts by itself needs a routeConfigurationId that deals with errors");
        }
    }
}
