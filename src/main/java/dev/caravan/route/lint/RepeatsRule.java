package dev.caravan.route.lint;

/** Every sink says what may happen when the same delivery is sent again, before it sends anything. */
final class RepeatsRule implements Rule {
    private static final String TYPE = "camel.apache.org/kamelet.type";

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (RouteFile kamelet : folder.kamelets()) {
            boolean isSink = kamelet.root()
                    .get("metadata")
                    .flatMap(metadata -> metadata.get("labels"))
                    .map(labels -> labels.text(TYPE).equals("sink"))
                    .orElse(false);
            if (isSink && !says(kamelet)) {
                complaints.add(
                        kamelet,
                        kamelet.root().line(),
                        "A sink kamelet must say how it repeats",
                        "As a step before it sends: - bean: {ref: publish, method: \"repeats(${variable.delivery}, 'blind')\"},"
                                + " or 'keyed' if the receiver knows a repetition by its key");
            }
        }
        for (Route route : folder.routes()) {
            if (route.fromUri().startsWith("direct:sink-") && !says(route) && !callsOneThatSays(folder, route)) {
                complaints.add(
                        route.file(),
                        route.body(),
                        "This sink does not say how it repeats: send to a sink kamelet, or call the bean publish first"
                                + " with repeats(${variable.delivery}, 'blind')");
            }
        }
    }

    private static boolean callsOneThatSays(Folder folder, Route route) {
        return route.endpoints().stream()
                .filter(endpoint -> endpoint.scheme().equals("kamelet"))
                .flatMap(endpoint -> folder.kamelet(endpoint.target()).stream())
                .anyMatch(RepeatsRule::says);
    }

    private static boolean says(RouteFile kamelet) {
        return kamelet.routes().stream().anyMatch(RepeatsRule::says);
    }

    private static boolean says(Route route) {
        return route.steps().stream()
                .filter(step -> step.name().equals("bean"))
                .map(Value.Field::value)
                .anyMatch(bean -> bean.text("ref").equals("publish")
                        && bean.text("method").startsWith("repeats("));
    }
}
