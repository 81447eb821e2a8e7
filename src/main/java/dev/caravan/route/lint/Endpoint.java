package dev.caravan.route.lint;

import java.util.List;
import java.util.Set;

/** A place in a route that names an endpoint. */
record Endpoint(RouteFile file, Value.Field step) {
    static final Set<String> NAMES = Set.of("from", "to", "toD", "wireTap", "enrich", "pollEnrich", "poll");

    boolean isSource() {
        return step.name().equals("from");
    }

    /** The line of the uri. */
    int line() {
        return step.value().get("uri").map(Value::line).orElse(step.line());
    }

    /** Also where it stands in the short form. */
    String uri() {
        return step.value().isScalar() ? step.value().text() : step.value().text("uri");
    }

    String scheme() {
        int colon = uri().indexOf(':');
        return colon < 0 ? uri() : uri().substring(0, colon);
    }

    /** What follows the scheme, without options. */
    String target() {
        String rest = uri().substring(Math.min(uri().length(), scheme().length() + 1));
        int options = rest.indexOf('?');
        return options < 0 ? rest : rest.substring(0, options);
    }

    List<Value.Field> parameters() {
        return step.value().get("parameters").map(Value::fields).orElse(List.of());
    }

    String parameter(String name) {
        return step.value().get("parameters").map(map -> map.text(name)).orElse("");
    }
}
