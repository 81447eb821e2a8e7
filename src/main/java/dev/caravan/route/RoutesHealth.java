package dev.caravan.route;

import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Whether all routes run: those of stages, of drop zones, of sinks. */
final class RoutesHealth implements HealthIndicator {
    private final Supplier<CamelContext> camel;

    RoutesHealth(Supplier<CamelContext> camel) {
        this.camel = camel;
    }

    @Override
    public Health health() {
        CamelContext context = camel.get();
        if (!context.isStarted()) {
            return down("the routes do not run: they are " + context.getStatus().name());
        }
        List<String> still = context.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> context.getRouteController().getRouteStatus(id) != ServiceStatus.Started)
                .sorted()
                .toList();
        return still.isEmpty() ? Health.up().build() : down("these routes do not run: " + String.join(", ", still));
    }

    private static Health down(String why) {
        return Health.down().withDetail("why", why).build();
    }
}
