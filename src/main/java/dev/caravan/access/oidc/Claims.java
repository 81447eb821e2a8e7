package dev.caravan.access.oidc;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which claims say what.
 *
 * @param name claim that is the name of a person; null: {@code preferred_username}, and {@code sub} without it
 * @param groups claim with the groups
 * @param required what claims must be, each one of these values
 * @param domains of e-mail addresses, in small letters; empty: any
 */
record Claims(@Nullable String name, String groups, Map<String, List<String>> required, List<String> domains) {
    Claims {
        required = Map.copyOf(required);
        domains = List.copyOf(domains);
    }

    /** Who somebody is; empty if no claim says so. An address that the issuer knows to be unproved is nobody's name. */
    Optional<String> nameIn(Map<String, Object> claims) {
        if (name == null) {
            return text(claims, "preferred_username").or(() -> text(claims, "sub"));
        }
        boolean unproved = name.equals("email") && Boolean.FALSE.equals(claims.get("email_verified"));
        return unproved ? Optional.empty() : text(claims, name);
    }

    List<String> groupsIn(Map<String, Object> claims) {
        return values(claims, groups);
    }

    /** Whether people of this account may come in at all. */
    boolean admit(Map<String, Object> claims) {
        boolean has = required.entrySet().stream()
                .allMatch(wanted -> values(claims, wanted.getKey()).stream().anyMatch(wanted.getValue()::contains));
        return has && (domains.isEmpty() || isOfDomain(claims));
    }

    private boolean isOfDomain(Map<String, Object> claims) {
        String email = text(claims, "email").orElse("");
        String domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return Boolean.TRUE.equals(claims.get("email_verified")) && email.contains("@") && domains.contains(domain);
    }

    private static Optional<String> text(Map<String, Object> claims, String name) {
        return find(claims, name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static List<String> values(Map<String, Object> claims, String name) {
        Object value = find(claims, name);
        if (value instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).toList();
        }
        return value == null || value instanceof Map ? List.of() : List.of(value.toString());
    }

    /** A claim of this name; else, between the dots of the name, one inside another: {@code realm_access.roles}. */
    private static @Nullable Object find(Map<?, ?> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, name.substring(dot + 1))
                : null;
    }
}
