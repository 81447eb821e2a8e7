package dev.caravan.model;

import dev.caravan.config.ConfigText;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code providers.yaml} and {@code models.yaml} as they were read once, to be put together with entries that were made
 * elsewhere. What a file says stays as it was read; an entry of the same name as one of a file has no effect.
 */
public final class ModelFiles {
    private final String file;
    private final Optional<String> text;
    private final ProtocolFacts protocols;
    private final CredentialsReader credentials;
    private final Map<MadeEntry.Kind, Map<String, YamlValue>> places = new EnumMap<>(MadeEntry.Kind.class);

    private ModelFiles(String file, Optional<String> text, ProtocolFacts protocols, CredentialsReader credentials) {
        this.file = file;
        this.text = text;
        this.protocols = protocols;
        this.credentials = credentials;
    }

    /**
     * Reads providers and credentials, as far as they can be read; everything else is a problem. A secret whose variable is not
     * set is absent, which is a problem only for the tasks that use it.
     *
     * @param configDir folder that holds both files
     */
    public static ModelFiles read(
            Path configDir, ProtocolFacts protocols, Placeholders placeholders, Problems problems) {
        Path path = configDir.resolve("models.yaml");
        var credentials = new CredentialsReader(
                ProvidersReader.read(configDir, protocols, placeholders, problems), protocols, placeholders);
        var files = new ModelFiles(ConfigText.display(path), ConfigText.read(path, problems), protocols, credentials);
        files.parse(problems).ifPresent(map -> {
            map.allow("credentials", "batch-models");
            Map<String, YamlValue> given =
                    map.get("credentials").required().map().values();
            given.forEach(credentials::file);
            files.places.put(MadeEntry.Kind.CREDENTIAL, given);
            files.places.put(
                    MadeEntry.Kind.MODEL,
                    map.get("batch-models").required().map().values());
        });
        return files;
    }

    /** Those of the file, then those that were made elsewhere; what can't be read is a problem and is left out. */
    public Models with(List<MadeEntry> made, Problems problems) {
        CredentialsReader all = credentials.copy();
        of(made, MadeEntry.Kind.CREDENTIAL)
                .forEach(entry -> body(entry, problems).ifPresent(value -> all.made(entry, value)));
        Map<String, YamlValue> given = new LinkedHashMap<>();
        parse(problems)
                .ifPresent(map ->
                        given.putAll(map.get("batch-models").required().map().values()));
        for (MadeEntry entry : of(made, MadeEntry.Kind.MODEL)) {
            body(entry, problems).ifPresent(value -> given.put(entry.name(), value));
        }
        return new Models(all.providers(), all.credentials(), new BatchModelsReader(all, protocols).read(given));
    }

    /** Whether a problem with this file is one of models.yaml. */
    public boolean isOne(String name) {
        return name.equals(file);
    }

    /** Where an entry stands in a file, as {@code file:line}; empty if it stands in none. */
    public Optional<String> place(MadeEntry.Kind kind, String name) {
        return Optional.ofNullable(places.getOrDefault(kind, Map.of()).get(name))
                .map(value -> value.file() + ":" + value.line());
    }

    /** Names of the hosts that the files send to, as they stand there. */
    public Set<String> hosts() {
        Stream<Provider> known = credentials.providers().values().stream();
        Set<String> hosts = known.flatMap(one -> Stream.concat(
                        Stream.of(host(one.baseUrl())),
                        one.wire().downloadHosts().stream().map(name -> name.replaceFirst(":\\d+$", ""))))
                .collect(Collectors.toSet());
        credentials.credentials().values().forEach(one -> hosts.add(host(one.baseUrl())));
        return hosts;
    }

    private static String host(String url) {
        String host = url.isEmpty() ? null : URI.create(url).getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    /** The secret behind a placeholder of the environment or of a vault, as in the file. */
    public Secret secret(String placeholder) {
        return SecretReader.behind(placeholder, credentials.placeholders());
    }

    /** Those that are in force: no file has their name. */
    private List<MadeEntry> of(List<MadeEntry> made, MadeEntry.Kind kind) {
        return made.stream()
                .filter(entry ->
                        entry.kind() == kind && place(kind, entry.name()).isEmpty())
                .toList();
    }

    private Optional<YamlMap> parse(Problems problems) {
        return text.flatMap(known -> YamlFile.of(file, known, credentials.placeholders(), problems));
    }

    /** Nothing in it is filled in from outside: whoever makes an entry may not know what is there. */
    private static Optional<YamlValue> body(MadeEntry entry, Problems problems) {
        return YamlFile.of(entry.title(), entry.body(), Placeholders.none(), problems)
                .map(YamlMap::asValue);
    }
}
