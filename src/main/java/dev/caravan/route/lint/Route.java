package dev.caravan.route.lint;

import java.util.ArrayList;
import java.util.List;

/**
 * A route, or the template of a kamelet.
 *
 * @param body the map that holds {@code from}
 */
record Route(RouteFile file, Value body) {

    String id() {
        return body.text("id");
    }

    /** Where it starts: a map with {@code uri}; the body itself if there is none. */
    Value from() {
        return body.get("from").orElse(body);
    }

    String fromUri() {
        return from().text("uri");
    }

    /** Every step at any depth. */
    List<Value.Field> steps() {
        List<Value.Field> steps = new ArrayList<>();
        body.walk(field -> {
            if (field.name().equals("steps")) {
                field.value().items().forEach(step -> steps.addAll(step.fields()));
            }
        });
        return steps;
    }

    /** Every endpoint: where it starts, and where it sends. */
    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        body.walk(field -> {
            if (Endpoint.NAMES.contains(field.name())) {
                endpoints.add(new Endpoint(file, field));
            }
        });
        return endpoints;
    }
}
