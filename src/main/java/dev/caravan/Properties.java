package dev.caravan;

import dev.caravan.config.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.core.env.Environment;

/** The properties that a start would have, for commands that start nothing. */
final class Properties {
    private Properties() {}

    /** An application without beans: it only finds the properties. */
    static final class Nothing {}

    /** Beside an application that runs: its logging and its end are left alone. */
    static <T> T beside(String[] options, Function<Environment, T> use) {
        SpringApplication application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .build();
        application.setListeners(application.getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
        try (var context = application.run(ConfigFolder.add(options))) {
            return use.apply(context.getEnvironment());
        }
    }

    /** Returns what the command returns; 1 if the settings are no YAML, which standard error tells. */
    static int read(String[] options, ToIntFunction<Environment> command) {
        List<Problem> problems =
                SettingsFiles.problems(Path.of(Start.outside(options).getProperty("caravan.config", "config")));
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            return 1;
        }
        String[] quiet = Stream.concat(Stream.of(ConfigFolder.add(options)), Stream.of("--logging.level.root=ERROR"))
                .toArray(String[]::new);
        Set<String> before = LogSettings.present();
        try (var context = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run(quiet)) {
            return command.applyAsInt(context.getEnvironment());
        } finally {
            LogSettings.forget(before);
        }
    }
}
