package dev.caravan.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be known of protocols to read {@code providers.yaml} and {@code models.yaml}. */
public interface ProtocolFacts {

    Set<String> names();

    /** Batch endpoints of a known protocol and what each is for; the first of an ability is the usual one. */
    Map<String, Ability> endpoints(String protocol);

    List<Setting> settings(String protocol);

    /** Why an account can't work as it is set up, one sentence each; empty if it can. */
    default List<String> problems(String protocol, Credential credential) {
        return List.of();
    }
}
