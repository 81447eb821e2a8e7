package dev.caravan;

import dev.caravan.reload.Trees;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The options of a start after the first of a process. */
final class Start {
    /** Words for one start. */
    private static final Set<String> ONCE = Set.of("--moved", "--fork", "--caravan.moved", "--caravan.fork");

    private Start() {}

    /**
     * The same once more.
     *
     * @param port where HTTP is served now: a port that was chosen once is kept
     */
    static String[] again(String[] options, @Nullable String port) {
        Stream<String> kept = Arrays.stream(options).filter(option -> !ONCE.contains(name(option)));
        boolean chosen = "0".equals(outside(options).getProperty("server.port"));
        return (chosen && port != null
                        ? Stream.concat(
                                kept.filter(option -> !name(option).equals("--server.port")),
                                Stream.of("--server.port=" + port))
                        : kept)
                .toArray(String[]::new);
    }

    /** The same with these files. */
    static String[] with(Trees files, String[] options) {
        return Stream.concat(
                        Arrays.stream(options)
                                .filter(option -> !name(option).equals("--caravan.config")
                                        && !name(option).equals("--caravan.routes")),
                        Stream.of("--caravan.config=" + files.config(), "--caravan.routes=" + files.routes()))
                .toArray(String[]::new);
    }

    private static String name(String option) {
        int end = option.indexOf('=');
        return end < 0 ? option : option.substring(0, end);
    }

    /** What the command line and the shell say, without any file. */
    static Environment outside(String[] options) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(options));
        return environment;
    }

    /** The folders that operators edit. */
    static Trees files(Environment environment) {
        return new Trees(
                Path.of(environment.getProperty("caravan.config", "config")),
                Path.of(environment.getProperty("caravan.routes", "routes")));
    }
}
