package dev.caravan.access.oidc;

import dev.caravan.access.Role;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What groups may do.
 *
 * @param groups in the order of the file
 * @param others for people in none of them; null: nothing
 */
record Grants(Map<String, Grant> groups, @Nullable Grant others) {
    Grants {
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /**
     * What somebody in these groups may do. The first in the file says which workspaces. Roles of others are added where they
     * see the same: a role holds in all workspaces of a person, and nobody gets the role of one group in those of another.
     */
    Optional<Grant> of(Collection<String> names) {
        List<Grant> mine = groups.entrySet().stream()
                .filter(group -> names.contains(group.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (mine.isEmpty()) {
            return Optional.ofNullable(others);
        }
        Set<String> workspaces = mine.get(0).workspaces();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        mine.stream()
                .filter(grant -> grant.workspaces().equals(workspaces))
                .forEach(grant -> roles.addAll(grant.roles()));
        return Optional.of(new Grant(roles, workspaces));
    }
}
