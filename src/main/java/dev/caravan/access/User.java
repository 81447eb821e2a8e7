package dev.caravan.access;

import java.io.Serializable;
import java.util.Set;

/**
 * Somebody who may log in.
 *
 * @param hash of the password, bcrypt
 * @param workspaces those that this person sees; empty: all
 */
public record User(String name, String hash, Set<Role> roles, Set<String> workspaces) implements Serializable {
    public User {
        roles = Set.copyOf(roles);
        workspaces = Set.copyOf(workspaces);
    }

    /** In all workspaces. */
    public User(String name, String hash, Set<Role> roles) {
        this(name, hash, roles, Set.of());
    }

    @Override
    public String toString() {
        return name + " " + roles;
    }
}
