package dev.caravan.model;

/** How to reach a provider account. {@code baseUrl} is the credential's own or the provider's; no slash at its end. */
public record Credential(String name, Provider provider, String baseUrl, Secret secret) {}
