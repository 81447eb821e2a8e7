package dev.caravan.provider.vertex;

import dev.caravan.model.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges the places that a credential names, before anything goes there. */
final class VertexPlaces {
    private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,99}");
    private static final Pattern LOCATION = Pattern.compile("[a-z][a-z0-9-]{0,49}");
    private static final Pattern REGIONAL =
            Pattern.compile("https://(?:([a-z0-9-]+)-)?aiplatform[.]googleapis[.]com(?:/.*)?");

    private VertexPlaces() {}

    static List<String> problems(Credential credential) {
        List<String> problems = new ArrayList<>();
        String location = credential.settings().getOrDefault(VertexProtocol.LOCATION, "");
        form(credential, VertexProtocol.PROJECT, PROJECT, "a project id such as my-project-1", problems);
        form(credential, VertexProtocol.LOCATION, LOCATION, "a location such as us-central1 or global", problems);
        String bucket = credential.settings().getOrDefault(VertexProtocol.BUCKET, "");
        if (!bucket.isEmpty() && !Gs.isOne(bucket)) {
            problems.add(
                    "The setting \"bucket\" can't be \"" + bucket + "\": expected gs://bucket or gs://bucket/prefix");
        }
        Matcher host = REGIONAL.matcher(credential.baseUrl());
        if (host.matches()) {
            String served = host.group(1) == null ? "global" : host.group(1);
            if (!served.equals(location)) {
                problems.add("The base URL " + credential.baseUrl() + " serves the location \"" + served
                        + "\", the setting \"location\" says \"" + location + "\": for a region write "
                        + "https://<location>-aiplatform.googleapis.com");
            }
        }
        return problems;
    }

    private static void form(Credential credential, String name, Pattern form, String expected, List<String> problems) {
        String value = credential.settings().getOrDefault(name, "");
        if (!value.isEmpty() && !form.matcher(value).matches()) {
            problems.add("The setting \"" + name + "\" can't be \"" + value + "\": expected " + expected);
        }
    }
}
