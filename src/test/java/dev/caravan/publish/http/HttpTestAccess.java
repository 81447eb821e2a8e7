package dev.caravan.publish.http;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Problems;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Lets tests of routes make an HTTP sink. */
public final class HttpTestAccess {
    private HttpTestAccess() {}

    /** @param settings e.g. {@code caravan.endpoints.crm.url} */
    public static Endpoints endpoints(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        Problems problems = new Problems();
        Endpoints endpoints = Endpoints.read(environment, here(), problems);
        problems.throwIfAny();
        return endpoints;
    }

    /** Receivers of tests run on this machine. */
    public static OutgoingHosts here() {
        return OutgoingHosts.read(List.of("localhost", "127.0.0.1", "::1"), new Problems());
    }

    public static HttpSink sink(Endpoints endpoints) {
        return new HttpSink(endpoints);
    }
}
