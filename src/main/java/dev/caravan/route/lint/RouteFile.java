package dev.caravan.route.lint;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** One file of the routes folder, parsed. */
record RouteFile(String name, List<String> lines, Value root) {
    static final String ROUTES = ".camel.yaml";
    static final String KAMELET = ".kamelet.yaml";

    /** Empty if the file is no YAML; that is then among the complaints. */
    static Optional<RouteFile> read(Path path, String name, Complaints complaints) throws IOException {
        String text = Files.readString(path);
        try {
            Node node = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (node == null) {
                complaints.add(name, 0, "The file is empty");
                return Optional.empty();
            }
            return Optional.of(new RouteFile(name, text.lines().toList(), new Value(node)));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            complaints.add(name, line, "This is not YAML: " + e.getProblem());
            return Optional.empty();
        }
    }

    boolean isKamelet() {
        return name.endsWith(KAMELET);
    }

    /** The routes of the file; of a kamelet, its template. */
    List<Route> routes() {
        if (isKamelet()) {
            return root.get("spec").flatMap(spec -> spec.get("template")).stream()
                    .map(template -> new Route(this, template))
                    .toList();
        }
        return root.items().stream()
                .flatMap(item -> item.get("route").stream())
                .map(body -> new Route(this, body))
                .toList();
    }

    List<Value> configurations() {
        return root.items().stream()
                .flatMap(item -> item.get("routeConfiguration").stream())
                .toList();
    }

    String kameletName() {
        return root.get("metadata").map(metadata -> metadata.text("name")).orElse("");
    }

    /** The properties that a kamelet declares. */
    List<Value.Field> kameletProperties() {
        return root.get("spec")
                .flatMap(spec -> spec.get("definition"))
                .flatMap(definition -> definition.get("properties"))
                .map(Value::fields)
                .orElse(List.of());
    }

    List<String> kameletRequired() {
        return root
                .get("spec")
                .flatMap(spec -> spec.get("definition"))
                .flatMap(definition -> definition.get("required"))
                .map(Value::items)
                .orElse(List.of())
                .stream()
                .map(Value::text)
                .toList();
    }
}
