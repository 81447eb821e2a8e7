package dev.caravan.model;

import java.util.Map;

/**
 * How to reach a provider account.
 *
 * @param baseUrl the credential's own or the provider's; no slash at its end
 * @param settings every setting of the protocol with its value: the credential's, else the provider's, else the standard
 */
public record Credential(String name, Provider provider, String baseUrl, Secret secret, Map<String, String> settings) {

    public Credential {
        settings = Map.copyOf(settings);
    }

    /** With the settings of the provider. */
    public Credential(String name, Provider provider, String baseUrl, Secret secret) {
        this(name, provider, baseUrl, secret, provider.settings());
    }
}
