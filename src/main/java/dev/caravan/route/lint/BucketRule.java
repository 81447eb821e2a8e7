package dev.caravan.route.lint;

import java.util.List;
import java.util.Map;

/** Kamelets of buckets name connections that are there, and of their kind; addresses of places are for run time. */
final class BucketRule implements Rule {
    private static final List<String> NAMING = List.of("where", "connection");
    private final Map<String, String> connections;

    /** @param connections name → {@code s3} or {@code gcs} */
    BucketRule(Map<String, String> connections) {
        this.connections = connections;
    }

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (Route route : folder.routes()) {
            for (Endpoint endpoint : route.endpoints()) {
                String kind = endpoint.target().replaceFirst("-.*", "");
                if (endpoint.scheme().equals("kamelet") && isKind(kind)) {
                    endpoint.parameters().stream()
                            .filter(parameter -> NAMING.contains(parameter.name()))
                            .forEach(parameter -> connection(endpoint, kind, parameter, complaints));
                }
            }
        }
    }

    private static boolean isKind(String text) {
        return text.equals("s3") || text.equals("gcs");
    }

    private void connection(Endpoint endpoint, String kind, Value.Field parameter, Complaints complaints) {
        String name = parameter.value().text();
        if (name.contains("://") || name.contains("{{")) {
            return;
        }
        String found = connections.get(name);
        if (found == null) {
            complaints.unknown(endpoint.file(), parameter.line(), "bucket connection", name, connections.keySet());
        } else if (!found.equals(kind)) {
            complaints.add(
                    endpoint.file(),
                    parameter.line(),
                    "The bucket connection \"" + name + "\" is of kind " + found + ", not " + kind);
        }
    }
}
