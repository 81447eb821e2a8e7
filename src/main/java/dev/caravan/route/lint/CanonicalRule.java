package dev.caravan.route.lint;

/** Endpoints are written as uri and parameters, beans as ref and method, and steps belong to their from. */
final class CanonicalRule implements Rule {

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (Route route : folder.routes()) {
            for (Endpoint endpoint : route.endpoints()) {
                if (endpoint.step().value().isScalar()) {
                    complaints.add(
                            route.file(),
                            endpoint.line(),
                            "Short form of \"" + endpoint.step().name() + "\": write {uri: " + endpoint.uri() + "}");
                }
                if (endpoint.uri().contains("?")) {
                    complaints.add(
                            route.file(),
                            endpoint.line(),
                            "Options behind \"?\" in a uri get lost: put them under parameters");
                }
            }
            if (route.body().get("steps").isPresent()) {
                complaints.add(route.file(), route.body(), "steps belong under from");
            }
            route.body().walk(field -> {
                if (field.name().equals("method")
                        && field.value().isScalar()
                        && field.value().text().contains("?")) {
                    complaints.add(route.file(), field.line(), "Name a bean as {ref: …, method: …}");
                }
            });
        }
    }
}
