package dev.caravan;

import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Makes {@code caravan.config} the one folder that {@code application.yaml} is read from. */
final class ConfigFolder {
    private static final String LOCATION = "spring.config.location";

    private ConfigFolder() {}

    /** The options, and where Spring Boot finds its files unless they say so themselves. */
    static String[] add(String[] options) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(options));
        if (environment.containsProperty(LOCATION)) {
            return options;
        }
        String folder = environment.getProperty("caravan.config", "config");
        String location = "--" + LOCATION + "=optional:classpath:/,optional:file:" + folder + "/";
        return Stream.concat(Stream.of(location), Arrays.stream(options)).toArray(String[]::new);
    }
}
