package dev.caravan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Puts a free port in the place of port 0 where the simulator is built in: its address has to be known before the server
 * has a port. Who is quick can take the port in between; then the start fails as with any port that is taken.
 */
final class ChosenPort implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String PORT = "server.port";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (environment.matchesProfiles("simulator") && "0".equals(environment.getProperty(PORT))) {
            environment.getPropertySources().addFirst(new MapPropertySource("chosenPort", Map.of(PORT, free())));
        }
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No port is free to serve HTTP at", e);
        }
    }
}
