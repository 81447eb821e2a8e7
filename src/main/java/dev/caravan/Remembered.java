package dev.caravan;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * Environments of starts that are over. Spring Boot remembers each as long as there is memory ({@code
 * OnAvailableEndpointCondition}), and one thing in it leads to the whole application: after some reloads the heap would be full of
 * applications that are over, and most of the time spent on looking for room in it.
 */
final class Remembered {
    private Remembered() {}

    /** Its properties can still be read. */
    static void letGo(@Nullable Environment over) {
        if (over instanceof ConfigurableEnvironment known) {
            MutablePropertySources sources = known.getPropertySources();
            sources.remove(StandardServletEnvironment.SERVLET_CONTEXT_PROPERTY_SOURCE_NAME);
            // It remembers what it has read from, and is made anew.
            sources.stream()
                    .filter(ConfigurationPropertySources::isAttachedConfigurationPropertySource)
                    .toList()
                    .forEach(attached -> sources.remove(attached.getName()));
            ConfigurationPropertySources.attach(known);
        }
    }
}
