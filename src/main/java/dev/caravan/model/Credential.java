package dev.caravan.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a provider account.
 *
 * @param baseUrl the credential's own or the provider's; no slash at its end
 * @param settings every setting of the protocol with its value: the credential's, else the provider's, else the standard
 * @param webhookSecret what the provider signs its webhooks with; null if none are expected
 */
public record Credential(
        String name,
        Provider provider,
        String baseUrl,
        Secret secret,
        Map<String, String> settings,
        @Nullable Secret webhookSecret) {

    public Credential {
        settings = Map.copyOf(settings);
    }

    /** Without webhooks. */
    public Credential(String name, Provider provider, String baseUrl, Secret secret, Map<String, String> settings) {
        this(name, provider, baseUrl, secret, settings, null);
    }

    /** With the settings of the provider, without webhooks. */
    public Credential(String name, Provider provider, String baseUrl, Secret secret) {
        this(name, provider, baseUrl, secret, provider.settings());
    }
}
