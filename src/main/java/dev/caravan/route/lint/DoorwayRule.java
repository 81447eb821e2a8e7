package dev.caravan.route.lint;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Only these kamelets speak HTTP, and they keep the options that make a call happen once and keep secrets. */
final class DoorwayRule implements Rule {
    private static final Set<String> HTTP =
            Set.of("http", "https", "vertx-http", "netty-http", "rest", "undertow", "jetty");

    /** What may pass, by kamelet. */
    private enum Door {
        PROVIDER("http:provider", "#providerHttp", "#providerHeaders"),
        SINK("http:sink", "#sinkHttp", "#sinkHeaders"),
        WEBHOOK("http:webhook", "#webhookHttp", "#webhookHeaders");

        private final String uri;
        private final Map<String, String> options;

        Door(String uri, String client, String headers) {
            this.uri = uri;
            this.options = new TreeMap<>(Map.of(
                    "httpClientConfigurer", client,
                    "headerFilterStrategy", headers,
                    "throwExceptionOnFailure", "false",
                    "disableStreamCache", "true",
                    "copyHeaders", "false"));
        }
    }

    private static final Map<String, Door> DOORS = Map.of(
            "provider-call",
            Door.PROVIDER,
            "provider-download",
            Door.PROVIDER,
            "http-sink",
            Door.SINK,
            "webhook-call",
            Door.WEBHOOK);

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (Route route : folder.routes()) {
            for (Endpoint endpoint : route.endpoints()) {
                if (HTTP.contains(endpoint.scheme())) {
                    http(route, endpoint, complaints);
                }
            }
            route.body().walk(field -> {
                if (field.name().equals("logHttpActivity")) {
                    complaints.add(
                            route.file(), field.line(), "\"logHttpActivity\" writes secrets to the log, remove it");
                }
            });
        }
    }

    private static void http(Route route, Endpoint endpoint, Complaints complaints) {
        Door door = DOORS.get(route.file().kameletName());
        if (door == null) {
            complaints.add(
                    route.file(),
                    endpoint.line(),
                    "Only the kamelets provider-call, provider-download, http-sink and webhook-call speak HTTP: send to"
                            + " one of them");
            return;
        }
        if (!endpoint.uri().equals(door.uri)) {
            complaints.add(
                    route.file(),
                    endpoint.line(),
                    "Every other uri than " + door.uri + " makes an endpoint per call: set the header CamelHttpUri");
        }
        door.options.forEach((name, value) -> {
            if (!endpoint.parameter(name).equals(value)) {
                complaints.add(
                        route.file(),
                        endpoint.line(),
                        "A call to a " + door.name().toLowerCase(Locale.ROOT) + " needs the parameter " + name + ": "
                                + value);
            }
        });
    }
}
