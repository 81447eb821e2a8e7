package dev.caravan.route.lint;

import java.util.HashMap;
import java.util.Map;

/** Every route has an id of its own and a description, and listens to the direct: name of that id. */
final class NameRule implements Rule {

    @Override
    public void check(Folder folder, Complaints complaints) {
        Map<String, String> seen = new HashMap<>();
        for (RouteFile file : folder.files()) {
            for (Value configuration : file.configurations()) {
                named(file, configuration, "routeConfiguration", seen, complaints);
            }
            if (!file.isKamelet()) {
                file.routes().forEach(route -> {
                    named(file, route.body(), "route", seen, complaints);
                    direct(route, complaints);
                });
            }
        }
    }

    private static void named(
            RouteFile file, Value body, String kind, Map<String, String> seen, Complaints complaints) {
        String id = body.text("id");
        if (id.isBlank()) {
            complaints.add(file, body, "This " + kind + " has no id");
        } else {
            String before = seen.putIfAbsent(id, file.name() + ":" + body.line());
            if (before != null) {
                complaints.add(file, body, "The id \"" + id + "\" is taken by " + before);
            }
        }
        if (body.text("description").isBlank()) {
            complaints.add(file, body, "This " + kind + " has no description");
        }
    }

    private static void direct(Route route, Complaints complaints) {
        String uri = route.fromUri();
        if (uri.startsWith("direct:") && !uri.equals("direct:" + route.id())) {
            complaints.add(
                    route.file(),
                    route.from(),
                    "The route \"" + route.id() + "\" listens to " + uri + ": both names must be the same");
        }
    }
}
