package dev.caravan.route.lint;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Kamelets are named like their file, described, and called with what they declare. */
final class KameletRule implements Rule {
    private static final Set<String> SWALLOWED = Set.of("timeout", "block", "location", "failIfNoConsumers");

    @Override
    public void check(Folder folder, Complaints complaints) {
        folder.kamelets().forEach(file -> declaration(file, complaints));
        for (Route route : folder.routes()) {
            for (Endpoint endpoint : route.endpoints()) {
                if (endpoint.scheme().equals("kamelet")) {
                    folder.kamelet(endpoint.target()).ifPresent(kamelet -> call(endpoint, kamelet, complaints));
                }
            }
        }
    }

    private static void declaration(RouteFile file, Complaints complaints) {
        String name = file.kameletName();
        if (!file.name().endsWith("/" + name + RouteFile.KAMELET)) {
            complaints.add(
                    file, file.root(), "The kamelet \"" + name + "\" must be in a file " + name + RouteFile.KAMELET);
        }
        Value definition =
                file.root().get("spec").flatMap(spec -> spec.get("definition")).orElse(file.root());
        if (definition.text("description").isBlank()) {
            complaints.add(file, definition, "This kamelet has no description");
        }
        for (Value.Field property : file.kameletProperties()) {
            if (SWALLOWED.contains(property.name())) {
                complaints.add(
                        file,
                        property.line(),
                        "A kamelet property \"" + property.name() + "\" is swallowed by Camel: choose another name");
            }
            if (property.value().text("description").isBlank()) {
                complaints.add(file, property.line(), "The property \"" + property.name() + "\" has no description");
            }
        }
    }

    private static void call(Endpoint endpoint, RouteFile kamelet, Complaints complaints) {
        Set<String> known =
                kamelet.kameletProperties().stream().map(Value.Field::name).collect(Collectors.toSet());
        for (Value.Field parameter : endpoint.parameters()) {
            if (!known.contains(parameter.name())) {
                complaints.unknown(
                        endpoint.file(),
                        parameter.line(),
                        "parameter of " + kamelet.kameletName(),
                        parameter.name(),
                        known);
            } else if (parameter.value().text().contains("&")) {
                complaints.add(
                        endpoint.file(),
                        parameter.line(),
                        "Camel cuts a kamelet parameter off at \"&\": put the value into a variable");
            } else {
                choice(endpoint, kamelet, parameter, complaints);
            }
        }
        for (String required : kamelet.kameletRequired()) {
            if (endpoint.parameters().stream()
                    .noneMatch(parameter -> parameter.name().equals(required))) {
                complaints.add(
                        endpoint.file(),
                        endpoint.line(),
                        "The kamelet " + kamelet.kameletName() + " needs the parameter \"" + required + "\"");
            }
        }
    }

    /** A parameter with an {@code enum} has one of its values. */
    private static void choice(Endpoint endpoint, RouteFile kamelet, Value.Field parameter, Complaints complaints) {
        List<String> allowed = kamelet.kameletProperties().stream()
                .filter(property -> property.name().equals(parameter.name()))
                .flatMap(property -> property.value().get("enum").stream())
                .flatMap(values -> values.items().stream())
                .map(Value::text)
                .toList();
        String text = parameter.value().text();
        if (!allowed.isEmpty() && !text.contains("{{") && !allowed.contains(text)) {
            complaints.add(
                    endpoint.file(),
                    parameter.line(),
                    "\"" + text + "\" is not allowed for \"" + parameter.name() + "\" of " + kamelet.kameletName(),
                    "Allowed: " + String.join(", ", allowed));
        }
    }
}
