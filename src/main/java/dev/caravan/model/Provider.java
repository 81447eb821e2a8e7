package dev.caravan.model;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A provider as {@code providers.yaml} describes it.
 *
 * @param protocol the conversation it speaks; names the routes {@code <protocol>-submit} and so on
 * @param baseUrl without a slash at its end
 * @param grace how long a create whose reply was lost may stay invisible in the provider's list
 * @param models facts by model name, in the order of the file
 * @param read the day its limits were read, ISO 8601
 * @param kept what stays there and for how long
 * @param settings the protocol's settings as this provider needs them; those not named here have their standard
 */
public record Provider(
        String name,
        String protocol,
        String baseUrl,
        Limits limits,
        Polling polling,
        Duration grace,
        Map<String, ModelFacts> models,
        String read,
        Wire wire,
        Map<String, String> settings,
        About about,
        Keeping kept) {
    public static final Duration DEFAULT_GRACE = Duration.ofMinutes(15);

    public Provider {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        settings = Map.copyOf(settings);
    }

    /** Where results and lists are kept for as long as usual. */
    public Provider(
            String name,
            String protocol,
            String baseUrl,
            Limits limits,
            Polling polling,
            Duration grace,
            Map<String, ModelFacts> models,
            String read,
            Wire wire,
            Map<String, String> settings,
            About about) {
        this(name, protocol, baseUrl, limits, polling, grace, models, read, wire, settings, about, Keeping.DEFAULT);
    }

    /** With the usual waits, a bearer secret, no settings, and every ability. */
    public Provider(
            String name, String protocol, String baseUrl, Limits limits, Map<String, ModelFacts> models, String read) {
        this(
                name,
                protocol,
                baseUrl,
                limits,
                Polling.DEFAULT,
                DEFAULT_GRACE,
                models,
                read,
                Wire.PLAIN,
                Map.of(),
                anything(name));
    }

    /** The same with more, or other, parameters on every URL. */
    Provider withQuery(Map<String, String> query) {
        return query.isEmpty()
                ? this
                : new Provider(
                        name,
                        protocol,
                        baseUrl,
                        limits,
                        polling,
                        grace,
                        models,
                        read,
                        wire.withQuery(query),
                        settings,
                        about,
                        kept);
    }

    /** With every ability, for providers that are not read from a file. */
    public static About anything(String name) {
        return new About(name, EnumSet.allOf(Ability.class));
    }

    /** Facts of a model; empty for one that providers.yaml does not list. */
    public Optional<ModelFacts> facts(String model) {
        return Optional.ofNullable(models.get(model));
    }
}
