package dev.caravan.access.oidc;

import dev.caravan.access.Role;
import java.util.Set;

/**
 * What a group may do.
 *
 * @param workspaces those that it sees; empty: all
 */
record Grant(Set<Role> roles, Set<String> workspaces) implements java.io.Serializable {
    Grant {
        roles = Set.copyOf(roles);
        workspaces = Set.copyOf(workspaces);
    }
}
