package dev.caravan.route.lint;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.camel.catalog.EndpointValidationResult;
import org.jspecify.annotations.Nullable;

/** Components exist and have the options that routes give them. */
final class CatalogRule implements Rule {
    private static final Set<String> OURS = Set.of("kamelet");

    private final Shipped catalog = new Shipped();

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (Route route : folder.routes()) {
            for (Endpoint endpoint : route.endpoints()) {
                if (!OURS.contains(endpoint.scheme()) && !endpoint.uri().isEmpty()) {
                    validate(endpoint, complaints);
                }
            }
        }
    }

    private void validate(Endpoint endpoint, Complaints complaints) {
        StringJoiner options = new StringJoiner("&");
        for (Value.Field parameter : endpoint.parameters()) {
            String value = parameter.value().text();
            if (!value.contains("{{")) {
                options.add(parameter.name() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        String uri = endpoint.uri().replaceAll("\\$?\\{+[^}]*}+", "placeholder");
        EndpointValidationResult result = catalog.validateEndpointProperties(
                options.length() == 0 ? uri : uri + "?" + options, false, endpoint.isSource(), !endpoint.isSource());
        if (result.getUnknownComponent() != null) {
            complaints.add(
                    endpoint.file(), endpoint.line(), "Unknown component \"" + result.getUnknownComponent() + "\"");
        }
        for (String name : orEmpty(result.getUnknown())) {
            complaints.add(
                    endpoint.file(), line(endpoint, name), "Unknown option \"" + name + "\" of " + endpoint.scheme());
        }
        wrong(endpoint, orEmpty(result.getInvalidBoolean()), "true or false", complaints);
        wrong(endpoint, orEmpty(result.getInvalidInteger()), "a whole number", complaints);
        wrong(endpoint, orEmpty(result.getInvalidNumber()), "a number", complaints);
        wrong(endpoint, orEmpty(result.getInvalidDuration()), "a duration in milliseconds", complaints);
        for (Map.Entry<String, String> bad : orEmpty(result.getInvalidEnum()).entrySet()) {
            String choices = String.join(
                    ", ", orEmpty(result.getInvalidEnumChoices()).getOrDefault(bad.getKey(), new String[0]));
            wrong(endpoint, Map.of(bad.getKey(), bad.getValue()), "one of " + choices, complaints);
        }
    }

    private static void wrong(Endpoint endpoint, Map<String, String> bad, String allowed, Complaints complaints) {
        bad.forEach((name, value) -> complaints.add(
                endpoint.file(),
                line(endpoint, name),
                "\"" + name + ": " + value + "\" of " + endpoint.scheme() + " must be " + allowed));
    }

    /** The catalog says null where it found nothing. */
    private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : map;
    }

    private static Set<String> orEmpty(@Nullable Set<String> set) {
        return set == null ? Set.of() : set;
    }

    private static int line(Endpoint endpoint, String option) {
        return endpoint.parameters().stream()
                .filter(parameter -> parameter.name().equals(option))
                .mapToInt(Value.Field::line)
                .findFirst()
                .orElse(endpoint.line());
    }
}
