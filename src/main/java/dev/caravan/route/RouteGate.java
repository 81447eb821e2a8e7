package dev.caravan.route;

import dev.caravan.config.Problems;
import dev.caravan.route.lint.RouteLint;
import dev.caravan.task.Tasks;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Lets Camel start only with routes that pass the lint, tells a read under way to come to an end when it stops, and has an
 * eye on the wake-ups in between.
 */
final class RouteGate implements CamelContextConfiguration {
    private final Environment environment;
    private final Tasks tasks;
    private final Clock clock;
    private final @Nullable CheckedRoutes checked;

    /** @param checked what passed the lint already in this start */
    RouteGate(Environment environment, Tasks tasks, Clock clock, @Nullable CheckedRoutes checked) {
        this.environment = environment;
        this.tasks = tasks;
        this.clock = clock;
        this.checked = checked;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        CheckedRoutes wanted = new CheckedRoutes(Path.of(environment.getRequiredProperty("caravan.routes")));
        if (!wanted.equals(checked)) {
            Problems problems = new Problems();
            new RouteLint(RouteLint.BEANS, environment::containsProperty).check(wanted.folder(), sinks(), problems);
            problems.throwIfAny();
        }
        context.addLifecycleStrategy(new StopReading());
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        new WakeUps(context, clock).watch();
        Wake wake = context.getRegistry().findSingleByType(Wake.class);
        if (wake != null) {
            wake.hear();
        }
    }

    private Set<String> sinks() {
        return tasks.byName().values().stream()
                .flatMap(task -> task.publish().sinks().stream())
                .collect(Collectors.toSet());
    }
}
