package dev.caravan.route.lint;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Only two kamelets speak HTTP, and they keep the options that make a call happen once and keep secrets. */
final class DoorwayRule implements Rule {
    private static final Set<String> HTTP =
            Set.of("http", "https", "vertx-http", "netty-http", "rest", "undertow", "jetty");
    private static final Set<String> DOORS = Set.of("provider-call", "provider-download");
    private static final Map<String, String> OPTIONS = new TreeMap<>(Map.of(
            "httpClientConfigurer", "#providerHttp",
            "headerFilterStrategy", "#providerHeaders",
            "throwExceptionOnFailure", "false",
            "disableStreamCache", "true",
            "copyHeaders", "false"));

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
        if (!DOORS.contains(route.file().kameletName())) {
            complaints.add(
                    route.file(),
                    endpoint.line(),
                    "Only the kamelets provider-call and provider-download speak HTTP: send to one of them");
            return;
        }
        if (!endpoint.uri().equals("http:provider")) {
            complaints.add(
                    route.file(),
                    endpoint.line(),
                    "Every other uri than http:provider makes an endpoint per call: set the header CamelHttpUri");
        }
        OPTIONS.forEach((name, value) -> {
            if (!endpoint.parameter(name).equals(value)) {
                complaints.add(
                        route.file(),
                        endpoint.line(),
                        "A call to a provider needs the parameter " + name + ": " + value);
            }
        });
    }
}
