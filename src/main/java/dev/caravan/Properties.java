package dev.caravan;

import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;

/** The properties that a start would have, for commands that start nothing. */
final class Properties {
    private Properties() {}

    /** An application without beans: it only finds the properties. */
    static final class Nothing {}

    /** Returns what the command returns. */
    static int read(String[] options, ToIntFunction<Environment> command) {
        String[] quiet = Stream.concat(Stream.of(ConfigFolder.add(options)), Stream.of("--logging.level.root=ERROR"))
                .toArray(String[]::new);
        try (var context = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run(quiet)) {
            return command.applyAsInt(context.getEnvironment());
        }
    }
}
