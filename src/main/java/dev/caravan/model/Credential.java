package dev.caravan.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a provider account.
 *
 * @param baseUrl the credential's own or the provider's; no slash at its end
 * @param settings every setting of the protocol with its value: the credential's, else the provider's, else the standard
 * @param enqueuedTokens most input tokens that may wait or run at once, by model, where this account has its own limits
 * @param webhookSecret what the provider signs its webhooks with; null if none are expected
 */
public record Credential(
        String name,
        Provider provider,
        String baseUrl,
        Secret secret,
        Map<String, String> settings,
        Map<String, Long> enqueuedTokens,
        @Nullable Secret webhookSecret) {

    public Credential {
        settings = Map.copyOf(settings);
        enqueuedTokens = Map.copyOf(enqueuedTokens);
    }

    /** Without limits and webhooks of its own. */
    public Credential(String name, Provider provider, String baseUrl, Secret secret, Map<String, String> settings) {
        this(name, provider, baseUrl, secret, settings, Map.of(), null);
    }

    /** With the settings of the provider, without limits and webhooks of its own. */
    public Credential(String name, Provider provider, String baseUrl, Secret secret) {
        this(name, provider, baseUrl, secret, provider.settings());
    }

    /** Whether anything can be sent with it: its secret is there, or it needs none. */
    public boolean isUsable() {
        boolean none = secret.missingVariable().filter(String::isEmpty).isPresent();
        return secret.isThere() || (none && !provider.wire().auth().needsSecret());
    }

    /** Most input tokens of this model that may wait or run at once; {@link Limits#ANY} if nobody said. */
    public long enqueuedTokens(String model) {
        long usual = provider.facts(model)
                .map(ModelFacts::tokens)
                .map(TokenFacts::enqueued)
                .orElse(Limits.ANY);
        return enqueuedTokens.getOrDefault(model, usual);
    }
}
