package dev.caravan.provider;

import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All provider protocols by name. */
public final class Protocols {
    private final SortedMap<String, Protocol> byName;

    /** @throws IllegalArgumentException if two have the same name */
    public Protocols(Collection<? extends Protocol> protocols) {
        byName = new TreeMap<>();
        for (Protocol protocol : protocols) {
            if (byName.putIfAbsent(protocol.name(), protocol) != null) {
                throw new IllegalArgumentException("Two provider protocols are named \"" + protocol.name() + "\"");
            }
        }
    }

    /** @throws IllegalArgumentException if there is no such protocol; it names those that are known */
    public Protocol get(String name) {
        Protocol protocol = byName.get(name);
        if (protocol == null) {
            throw new IllegalArgumentException("Unknown provider protocol \"" + name + "\". Known: " + known());
        }
        return protocol;
    }

    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    private String known() {
        return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
    }
}
