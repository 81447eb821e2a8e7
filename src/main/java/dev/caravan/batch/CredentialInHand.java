package dev.caravan.batch;

import dev.caravan.model.Credential;
import dev.caravan.provider.Account;
import dev.caravan.trace.InHand;
import java.util.Map;

/** A unit of work that is done with one credential, as the routes see it: where its calls go, and in which words. */
public abstract class CredentialInHand implements Account, InHand.Named {
    private final Credential credential;

    CredentialInHand(Credential credential) {
        this.credential = credential;
    }

    /** Names the routes of the conversation. */
    public final String getProtocol() {
        return credential.provider().protocol();
    }

    @Override
    public final String getBaseUrl() {
        return credential.baseUrl();
    }

    @Override
    public final String getCredential() {
        return credential.name();
    }

    @Override
    public final Map<String, String> getSettings() {
        return credential.settings();
    }

    @Override
    public InHand inHand() {
        return InHand.NOTHING.credential(getCredential());
    }

    final Credential reach() {
        return credential;
    }
}
