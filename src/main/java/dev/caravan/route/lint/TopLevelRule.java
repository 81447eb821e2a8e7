package dev.caravan.route.lint;

import java.util.Set;

/** Only routes and route configurations stand at the top of a file. */
final class TopLevelRule implements Rule {
    private static final Set<String> ALLOWED = Set.of("route", "routeConfiguration");

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (RouteFile file : folder.files()) {
            if (!file.isKamelet()) {
                top(file, complaints);
            }
            comments(file, complaints);
        }
    }

    private static void top(RouteFile file, Complaints complaints) {
        if (file.root().items().isEmpty()) {
            complaints.add(file, file.root(), "A route file is a list of \"- route:\" and \"- routeConfiguration:\"");
        }
        for (Value item : file.root().items()) {
            for (Value.Field field : item.fields()) {
                if (field.name().equals("errorHandler")) {
                    complaints.add(
                            file,
                            field.line(),
                            "An errorHandler at the top of a file switches off onException in other files: set it on a route");
                } else if (!ALLOWED.contains(field.name())) {
                    complaints.add(
                            file,
                            field.line(),
                            "\"- " + field.name() + ":\" can't stand at the top of a file",
                            "Allowed: - route:, - routeConfiguration:");
                }
            }
        }
    }

    private static void comments(RouteFile file, Complaints complaints) {
        for (int i = 0; i < file.lines().size(); i++) {
            if (file.lines().get(i).stripLeading().startsWith("#")) {
                complaints.add(file, i + 1, "Visual editors drop comments: explain it in a description");
            }
        }
    }
}
