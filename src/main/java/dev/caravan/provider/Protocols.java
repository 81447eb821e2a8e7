package dev.caravan.provider;

import dev.caravan.model.Ability;
import dev.caravan.model.Credential;
import dev.caravan.model.ProtocolFacts;
import dev.caravan.model.Setting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All provider protocols by name. */
public final class Protocols implements ProtocolFacts {
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

    /** Those in this jar. */
    public static Protocols installed() {
        return new Protocols(ServiceLoader.load(Protocol.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** @throws IllegalArgumentException if there is no such protocol; it names those that are known */
    public Protocol get(String name) {
        Protocol protocol = byName.get(name);
        if (protocol == null) {
            throw new IllegalArgumentException("Unknown provider protocol \"" + name + "\". Known: " + known());
        }
        return protocol;
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    @Override
    public Map<String, Ability> endpoints(String protocol) {
        return get(protocol).endpoints();
    }

    @Override
    public List<Setting> settings(String protocol) {
        return get(protocol).settings();
    }

    @Override
    public List<String> problems(String protocol, Credential credential) {
        return get(protocol).problems(credential);
    }

    private String known() {
        return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
    }
}
