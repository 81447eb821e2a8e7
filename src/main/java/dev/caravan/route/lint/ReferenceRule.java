package dev.caravan.route.lint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whatever a route names is there: routes, kamelets, beans, stages, route configurations, sinks. */
final class ReferenceRule implements Rule {
    private static final List<String> CALLS = List.of("submit", "find", "status", "collect", "cancel");
    private static final Pattern STAGES = Pattern.compile("stages\\('([^']*)'\\)");
    private static final Set<String> KAMELET_ENDS = Set.of("source", "sink");

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (Route route : folder.routes()) {
            route.endpoints().forEach(endpoint -> endpoint(folder, endpoint, complaints));
            configuration(folder, route, complaints);
        }
        for (RouteFile file : folder.files()) {
            file.root().walk(field -> {
                bean(folder, file, field, complaints);
                woken(folder, file, field, complaints);
            });
        }
        for (String sink : new TreeSet<>(folder.sinks())) {
            if (!folder.directs().contains("sink-" + sink)) {
                complaints.add(
                        folder.name() + "/sinks",
                        0,
                        "A task publishes to the sink \"" + sink + "\", but there is no route sink-" + sink);
            }
        }
        conversations(folder, complaints);
    }

    private static void endpoint(Folder folder, Endpoint endpoint, Complaints complaints) {
        String target = endpoint.target();
        if (endpoint.scheme().equals("direct")
                && !endpoint.isSource()
                && folder.directs().stream().noneMatch(pattern(target).asMatchPredicate())) {
            complaints.unknown(endpoint.file(), endpoint.line(), "route", target, folder.directs());
        }
        boolean inside = endpoint.file().isKamelet() && KAMELET_ENDS.contains(target);
        if (endpoint.scheme().equals("kamelet")
                && !inside
                && folder.kamelet(target).isEmpty()) {
            List<String> known =
                    folder.kamelets().stream().map(RouteFile::kameletName).toList();
            complaints.unknown(endpoint.file(), endpoint.line(), "kamelet", target, known);
        }
    }

    /** {@code ${…}} in a name stands for anything. */
    private static Pattern pattern(String target) {
        StringBuilder regex = new StringBuilder();
        for (String fixed : target.split("\\$\\{[^}]*}", -1)) {
            regex.append(regex.isEmpty() ? "" : ".+").append(Pattern.quote(fixed));
        }
        return Pattern.compile(regex.toString());
    }

    private static void configuration(Folder folder, Route route, Complaints complaints) {
        route.body().get("routeConfigurationId").ifPresent(id -> {
            if (!folder.configurationIds().contains(id.text())) {
                complaints.unknown(route.file(), id.line(), "routeConfiguration", id.text(), folder.configurationIds());
            }
        });
    }

    /** A name with {@code ${…}} is known at run time only: the client of an account, for one. */
    private static void bean(Folder folder, RouteFile file, Value.Field field, Complaints complaints) {
        String name = "";
        if (field.name().equals("ref") && field.value().isScalar()) {
            name = field.value().text();
        } else if (field.value().isScalar() && field.value().text().startsWith("#")) {
            name = field.value().text().substring(1);
        }
        if (!name.isEmpty() && !name.contains("${") && !folder.beans().contains(name)) {
            complaints.unknown(file, field.line(), "bean", name, folder.beans());
        }
    }

    /** A stage that nothing wakes waits for its timer, and nobody notices. */
    private static void woken(Folder folder, RouteFile file, Value.Field field, Complaints complaints) {
        if (!field.value().text("ref").equals("wake")) {
            return;
        }
        Matcher call = STAGES.matcher(field.value().text("method"));
        if (!call.matches()) {
            complaints.add(
                    file,
                    field.line(),
                    "\"wake\" is called with names of stages, each behind quartz:caravan/ in some route: method:"
                            + " \"stages('submit assemble')\"");
            return;
        }
        Set<String> stages = folder.stages();
        for (String name : call.group(1).split(" ", -1)) {
            if (!stages.contains(name)) {
                complaints.unknown(file, field.line(), "stage", name, stages);
            }
        }
    }

    /** A protocol is dispatched to by name, so all of its calls must be there. */
    private static void conversations(Folder folder, Complaints complaints) {
        for (Route route : folder.routes()) {
            if (!route.fromUri().startsWith("direct:") || !route.id().endsWith("-submit")) {
                continue;
            }
            String protocol = route.id().substring(0, route.id().length() - "-submit".length());
            for (String call : CALLS) {
                if (!folder.directs().contains(protocol + "-" + call)) {
                    complaints.add(
                            route.file(),
                            route.body(),
                            "The protocol " + protocol + " has no route " + protocol + "-" + call);
                }
            }
        }
    }
}
