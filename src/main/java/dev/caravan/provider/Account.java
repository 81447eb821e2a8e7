package dev.caravan.provider;

import java.util.Map;

/** Whose calls the routes make: what {@code provider-call} needs to know of the unit of work in hand. */
public interface Account {

    /** Without a slash at its end. */
    String getBaseUrl();

    /** Name of the credential; the secret is put in by the HTTP client alone. */
    String getCredential();

    /** Every setting of the protocol, by name, for this credential. */
    Map<String, String> getSettings();
}
