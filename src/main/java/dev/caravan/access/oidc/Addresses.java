package dev.caravan.access.oidc;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Addresses that tokens travel to: encrypted, but on the machine itself. */
final class Addresses {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Addresses() {}

    /** An address with a host and without name and password, {@code https:} or on this machine; empty for all else. */
    static Optional<URI> of(String text) {
        URI address;
        try {
            address = URI.create(text.strip());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
        boolean whole =
                address.getHost() != null && address.getRawUserInfo() == null && address.getRawFragment() == null;
        boolean open = "http".equals(address.getScheme()) && THIS_MACHINE.contains(address.getHost());
        return whole && (isClosed(address) || open) ? Optional.of(address) : Optional.empty();
    }

    static boolean isClosed(URI address) {
        return "https".equals(address.getScheme());
    }

    static String site(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
