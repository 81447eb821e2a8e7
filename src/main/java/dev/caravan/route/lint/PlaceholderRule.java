package dev.caravan.route.lint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every {@code {{setting}}} has a value: a default, a property of its kamelet, or one that Caravan knows. */
final class PlaceholderRule implements Rule {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}:]*)(:[^}]*)?}}");

    /** Camel gives it to every kamelet, another one at each use. */
    private static final String ROUTE_ID = "routeId";

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (RouteFile file : folder.files()) {
            file.root().walk(field -> {
                Matcher matcher = PLACEHOLDER.matcher(field.value().text());
                while (matcher.find()) {
                    String name = matcher.group(1);
                    if (matcher.group(2) == null && !isKnown(folder, file, name)) {
                        complaints.add(
                                file,
                                field.line(),
                                "The setting {{" + name + "}} has no value: give it a default as in {{" + name
                                        + ":1000}}");
                    }
                }
            });
        }
    }

    private static boolean isKnown(Folder folder, RouteFile file, String name) {
        if (file.isKamelet() && name.equals(ROUTE_ID)) {
            return true;
        }
        return file.kameletProperties().stream()
                        .anyMatch(property -> property.name().equals(name))
                || folder.properties().test(name);
    }
}
