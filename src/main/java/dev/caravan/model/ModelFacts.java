package dev.caravan.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is known of one model of a provider.
 *
 * @param endpoints batch endpoints it can be used with, e.g. {@code /v1/chat/completions}
 * @param thinking thinking levels it accepts; empty if it has none
 * @param read the day these facts were read, ISO 8601
 * @param tokens how its tokens are counted, and how many may wait
 */
public record ModelFacts(
        String name,
        Set<String> endpoints,
        Set<String> thinking,
        boolean structuredOutput,
        Price price,
        String read,
        TokenFacts tokens) {

    /** With tokens that are estimated by bytes, as many as one likes. */
    public ModelFacts(
            String name,
            Set<String> endpoints,
            Set<String> thinking,
            boolean structuredOutput,
            Price price,
            String read) {
        this(name, endpoints, thinking, structuredOutput, price, read, TokenFacts.UNKNOWN);
    }

    public ModelFacts {
        endpoints = Collections.unmodifiableSet(new LinkedHashSet<>(endpoints));
        thinking = Collections.unmodifiableSet(new LinkedHashSet<>(thinking));
    }
}
