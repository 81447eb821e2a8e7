package dev.caravan.access;

import java.util.Set;

record LocalPerson(User user) implements Person {

    @Override
    public String getName() {
        return user.name();
    }

    @Override
    public Set<Role> roles() {
        return user.roles();
    }

    @Override
    public Set<String> workspaces() {
        return user.workspaces();
    }

    /** Without the hash of the password. */
    @Override
    public String toString() {
        return user.toString();
    }
}
