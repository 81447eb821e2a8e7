package dev.caravan.route.lint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything that rules look at.
 *
 * @param name of the folder
 * @param beans that routes may name
 * @param properties whether a setting is known
 * @param sinks that tasks publish to
 */
record Folder(String name, List<RouteFile> files, Set<String> beans, Predicate<String> properties, Set<String> sinks) {

    /** Routes, and templates of kamelets. */
    List<Route> routes() {
        return files.stream().flatMap(file -> file.routes().stream()).toList();
    }

    List<RouteFile> kamelets() {
        return files.stream().filter(RouteFile::isKamelet).toList();
    }

    Optional<RouteFile> kamelet(String name) {
        return kamelets().stream()
                .filter(file -> file.kameletName().equals(name))
                .findFirst();
    }

    /** Names behind {@code direct:} that some route listens to. */
    Set<String> directs() {
        return behind("direct:");
    }

    /** Names of the timers that wake some route: what the bean {@code wake} knows stages by. */
    Set<String> stages() {
        return behind("quartz:caravan/");
    }

    private Set<String> behind(String start) {
        return routes().stream()
                .map(Route::fromUri)
                .filter(uri -> uri.startsWith(start))
                .map(uri -> uri.substring(start.length()))
                .collect(Collectors.toSet());
    }

    Set<String> configurationIds() {
        return files.stream()
                .flatMap(file -> file.configurations().stream())
                .map(configuration -> configuration.text("id"))
                .collect(Collectors.toSet());
    }
}
