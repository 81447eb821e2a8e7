package dev.caravan;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.logging.logback.RollingPolicySystemProperty;

/**
 * How lines of the log look. Spring Boot hands that to the log as properties of the process, and leaves alone what is there:
 * a later start in the same process would not see what was changed in the files.
 */
final class LogSettings {
    private LogSettings() {}

    /** Names of those that this process has now. */
    static Set<String> present() {
        return Stream.concat(
                        Arrays.stream(LoggingSystemProperty.values())
                                .map(LoggingSystemProperty::getEnvironmentVariableName),
                        Arrays.stream(RollingPolicySystemProperty.values())
                                .map(RollingPolicySystemProperty::getEnvironmentVariableName))
                .filter(name -> System.getProperty(name) != null)
                .collect(Collectors.toSet());
    }

    /** @param kept what was there before any start, by the command line of Java */
    static void forget(Set<String> kept) {
        present().stream().filter(name -> !kept.contains(name)).forEach(System::clearProperty);
    }
}
