package dev.caravan.model;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what goes with every call: {@code auth}, {@code headers}, {@code query}, {@code download-hosts}. */
final class WireReader {
    private static final String HEADER_NAME = "[A-Za-z0-9-]{1,60}";
    private static final String QUERY_NAME = "[A-Za-z0-9_.-]{1,60}";
    /** Headers that Caravan or the HTTP client sets itself. */
    private static final Set<String> RESERVED = Set.of(
            "authorization", "host", "content-length", "transfer-encoding", "content-type", "cookie", "connection");

    private static final String AUTH = String.join("|", Auth.WORDS) + "|header\\s+" + HEADER_NAME;

    private WireReader() {}

    static Wire read(YamlMap provider) {
        Set<String> hosts = new LinkedHashSet<>();
        YamlValue value = provider.get("download-hosts");
        for (String host : value.texts()) {
            if (value.fits(host, "[A-Za-z0-9.-]+(:\\d{1,5})?")) {
                hosts.add(host.toLowerCase(Locale.ROOT));
            } else {
                value.problem("\"" + host + "\" is not the name of a host", "Expected one such as files.example.org");
            }
        }
        return new Wire(
                auth(provider.get("auth")),
                pairs(provider.get("headers"), HEADER_NAME, "the name of a header", RESERVED),
                query(provider.get("query")),
                hosts);
    }

    static Map<String, String> query(YamlValue value) {
        return pairs(value, QUERY_NAME, "the name of a query parameter", Set.of());
    }

    /** {@code bearer} and other words, or {@code header x-api-key}. */
    private static Auth auth(YamlValue value) {
        String text = value.text("bearer").strip();
        boolean known = value.fits(text, AUTH);
        if (text.startsWith("header ")) {
            String header = text.substring(7).strip();
            if (!known) {
                value.problem(
                        "\"" + header + "\" is not the name of a header", "Expected one such as header x-api-key");
            }
            return new Auth(Auth.Scheme.HEADER, header);
        }
        if (!known) {
            value.problem(
                    "\"" + text + "\" is no way to authenticate",
                    Suggestion.allowed(text, Auth.WORDS) + ", or \"header <name>\"");
            return Auth.BEARER;
        }
        return new Auth(Auth.Scheme.valueOf(text.toUpperCase(Locale.ROOT)), "Authorization");
    }

    private static Map<String, String> pairs(YamlValue value, String names, String kind, Set<String> reserved) {
        Map<String, String> pairs = new LinkedHashMap<>();
        value.map().values().forEach((name, item) -> {
            String text = item.text("");
            if (!item.named(name, names) || reserved.contains(name.toLowerCase(Locale.ROOT))) {
                item.problem(
                        "\"" + name + "\" can't be " + kind + " here",
                        "Letters, digits and -; not one that is set anyway");
            } else if (!item.fits(text, "[ -~]*")) {
                item.problem(
                        "The value of \"" + name + "\" holds characters that can't be sent", "Use printable ASCII");
            } else {
                pairs.put(name, text);
            }
        });
        return pairs;
    }
}
