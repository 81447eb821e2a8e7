package dev.caravan.access;

import java.util.Set;

/**
 * Somebody who may log in.
 *
 * @param hash of the password, bcrypt
 */
public record User(String name, String hash, Set<Role> roles) {
    public User {
        roles = Set.copyOf(roles);
    }

    public boolean may(Role needed) {
        return roles.stream().anyMatch(role -> role.allows(needed));
    }

    @Override
    public String toString() {
        return name + " " + roles;
    }
}
