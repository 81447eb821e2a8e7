package dev.caravan.provider;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** Result lines of every installed protocol, as its contract test writes them. */
public final class ResultTargets {
    private ResultTargets() {}

    /**
     * What is read.
     *
     * @param goodLine a whole line for the custom id {@link #ID}
     */
    public record Target(String protocol, String endpoint, String goodLine, ResultLines lines) {}

    /** Whose answers good lines hold. */
    public static final String ID = ProtocolContract.ID;

    /**
     * One for each protocol and endpoint.
     *
     * @throws IllegalStateException if an installed protocol has no contract test
     */
    public static List<Target> all() throws ReflectiveOperationException {
        Set<String> without = new TreeSet<>();
        ServiceLoader.load(Protocol.class).forEach(protocol -> without.add(protocol.name()));
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(ProtocolContract.class));
        List<Target> targets = new ArrayList<>();
        for (BeanDefinition found : scanner.findCandidateComponents("dev.caravan.provider")) {
            Constructor<?> constructor = Class.forName(found.getBeanClassName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            var contract = (ProtocolContract) constructor.newInstance();
            Protocol protocol = contract.protocol();
            without.remove(protocol.name());
            for (String endpoint : new TreeSet<>(protocol.endpoints().keySet())) {
                ResultLines lines = protocol.results(ProtocolContract.shape(endpoint));
                targets.add(new Target(protocol.name(), endpoint, contract.goodLine(endpoint), lines));
            }
        }
        if (!without.isEmpty()) {
            throw new IllegalStateException("no ProtocolContract writes result lines for " + without);
        }
        return targets;
    }
}
