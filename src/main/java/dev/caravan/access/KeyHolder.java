package dev.caravan.access;

import dev.caravan.ledger.ApiKeys.ApiKey;

/** A program that came in with an API key. It is in the key's workspace, and sees no other. */
public record KeyHolder(ApiKey key) implements Caller {

    /** {@code key:<name>:<id>}, which no user can be called. */
    @Override
    public String getName() {
        return "key:" + key.name() + ":" + key.id();
    }

    public String workspace() {
        return key.workspace();
    }

    @Override
    public boolean may(Role needed) {
        return key.roles().stream().flatMap(word -> Role.of(word).stream()).anyMatch(role -> role.allows(needed));
    }

    @Override
    public boolean sees(String workspace) {
        return key.workspace().equals(workspace);
    }

    @Override
    public boolean seesAll() {
        return false;
    }
}
