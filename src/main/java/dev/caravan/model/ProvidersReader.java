package dev.caravan.model;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code providers.yaml}. */
final class ProvidersReader {
    private static final int MAX_REQUESTS = 10_000_000;
    private static final long MAX_BYTES = 1L << 40;
    private static final long DEFAULT_LINE = 8_000_000;
    private static final long MAX_LINE = 256_000_000;

    private ProvidersReader() {}

    static Map<String, Provider> read(
            Path configDir, ProtocolFacts protocols, Placeholders placeholders, Problems problems) {
        Map<String, Provider> providers = new LinkedHashMap<>();
        YamlFile.read(configDir.resolve("providers.yaml"), placeholders, problems)
                .ifPresent(file -> file.values()
                        .forEach((name, value) -> providers.put(name, provider(name, value.map(), protocols))));
        return providers;
    }

    private static Provider provider(String name, YamlMap map, ProtocolFacts protocols) {
        map.allow(
                "title",
                "abilities",
                "protocol",
                "base-url",
                "read",
                "note",
                "limits",
                "poll",
                "grace",
                "kept",
                "models",
                "auth",
                "headers",
                "query",
                "download-hosts",
                "settings");
        map.get("note").text();
        String read = date(map.get("read").required(), "");
        String protocol = protocol(map.get("protocol").required(), protocols);
        Map<String, ModelFacts> models = new LinkedHashMap<>();
        map.get("models").map().values().forEach((model, facts) -> models.put(model, facts(model, facts.map(), read)));
        return new Provider(
                name,
                protocol,
                baseUrl(map.get("base-url").required()).orElse(""),
                limits(map.get("limits").required().map()),
                polling(map.get("poll").map()),
                map.get("grace").duration(Provider.DEFAULT_GRACE),
                models,
                read,
                WireReader.read(map),
                protocol.isEmpty()
                        ? Map.of()
                        : SettingsReader.read(map.get("settings").map(), protocols.settings(protocol)),
                new About(map.get("title").text(name), abilities(map.get("abilities"), protocol, protocols)),
                keeping(map.get("kept").map()));
    }

    /** Those of the protocol, unless the provider has fewer. */
    private static Set<Ability> abilities(YamlValue value, String protocol, ProtocolFacts protocols) {
        Set<Ability> all = new LinkedHashSet<>(
                protocol.isEmpty() ? Set.of() : protocols.endpoints(protocol).values());
        if (!value.present()) {
            return all;
        }
        List<String> words = all.stream().map(Ability::word).toList();
        Set<Ability> abilities = new LinkedHashSet<>();
        for (String word : value.texts()) {
            if (value.among(word, words)) {
                Ability.of(word).ifPresent(abilities::add);
            } else {
                value.problem(
                        "Protocol " + protocol + " has no ability \"" + word + "\"", Suggestion.allowed(word, words));
            }
        }
        return abilities;
    }

    private static String protocol(YamlValue value, ProtocolFacts protocols) {
        String protocol = value.text("");
        if (!protocol.isEmpty() && !value.among(protocol, protocols.names())) {
            value.problem("Unknown protocol \"" + protocol + "\"", Suggestion.allowed(protocol, protocols.names()));
            return "";
        }
        return protocol;
    }

    private static Limits limits(YamlMap map) {
        map.allow("requests", "size", "line-size", "least", "tokens");
        return new Limits(
                map.get("requests").required().number(1, 1, MAX_REQUESTS),
                map.get("size").required().size(1, MAX_BYTES),
                (int) map.get("line-size").size(DEFAULT_LINE, MAX_LINE),
                map.get("least").number(1, 1, MAX_REQUESTS),
                map.get("tokens").count(Limits.ANY));
    }

    private static Polling polling(YamlMap map) {
        map.allow("first", "longest", "max-age");
        Polling polling = new Polling(
                map.get("first").duration(Polling.DEFAULT.first()),
                map.get("longest").duration(Polling.DEFAULT.longest()),
                map.get("max-age").text().isEmpty() ? null : map.get("max-age").duration(Polling.DEFAULT.longest()));
        if (polling.first().compareTo(polling.longest()) > 0) {
            map.get("longest").problem("The longest wait between polls is shorter than the first", "");
        }
        return polling;
    }

    private static Keeping keeping(YamlMap map) {
        map.allow("results", "batches", "inputs", "outputs", "lost");
        YamlValue outputs = map.get("outputs");
        return new Keeping(
                map.get("results").duration(Keeping.DEFAULT.results()),
                map.get("batches").duration(Keeping.DEFAULT.batches()),
                map.get("inputs").bool(false),
                outputs.is("keep") ? null : outputs.duration(Keeping.OUTPUTS),
                "hold".equals(map.get("lost").oneOf("wait", List.of("wait", "hold"))));
    }

    private static ModelFacts facts(String name, YamlMap map, String providerRead) {
        map.allow("endpoints", "thinking", "structured-output", "price", "encoding", "enqueued-tokens", "read", "note");
        map.get("note").text();
        YamlMap price = map.get("price").map();
        price.allow("input", "cached-input", "output", "real-time");
        double input = price.get("input").decimal(0);
        return new ModelFacts(
                name,
                new LinkedHashSet<>(map.get("endpoints").required().texts()),
                new LinkedHashSet<>(map.get("thinking").texts()),
                map.get("structured-output").bool(false),
                new Price(
                        input,
                        price.get("cached-input").decimal(input),
                        price.get("output").decimal(0),
                        price.get("real-time").decimal(Price.USUAL_REAL_TIME)),
                date(map.get("read"), providerRead),
                new TokenFacts(
                        map.get("encoding").oneOf(TokenFacts.BYTES, TokenFacts.ENCODINGS),
                        map.get("enqueued-tokens").count(Limits.ANY)));
    }

    private static String date(YamlValue value, String fallback) {
        return value.text()
                .filter(text -> {
                    boolean good = value.fits(text, "\\d{4}-\\d{2}-\\d{2}");
                    if (!good) {
                        value.problem("\"" + text + "\" is not a date", "Expected one such as 2026-11-20");
                    }
                    return good;
                })
                .orElse(fallback);
    }

    /** Without slashes at its end; anything but http and https is a problem. */
    static Optional<String> baseUrl(YamlValue value) {
        return value.text().map(text -> {
            if (!value.fits(text, "https?://[^\\s?#]+")) {
                value.problem("\"" + text + "\" is not a base URL", "Expected one such as https://api.openai.com/v1");
            }
            return text.replaceAll("/+$", "");
        });
    }
}
