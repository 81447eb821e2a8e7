package dev.caravan;

import dev.caravan.task.Tasks;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says where Caravan is and what it has, once, when it is ready. */
final class StartLine implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(CaravanApplication.class);
    private static final double MILLIS = 1000.0;

    private final Environment environment;
    private final Tasks tasks;

    StartLine(Environment environment, Tasks tasks) {
        this.environment = environment;
        this.tasks = tasks;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        FileNames.trouble(System.getProperty("sun.jnu.encoding", "UTF-8")).ifPresent(LOG::warn);
        Path data = Path.of(environment.getProperty("caravan.data", "data"))
                .toAbsolutePath()
                .normalize();
        var taken = event.getTimeTaken();
        LOG.info(
                "Caravan is ready{} at http://localhost:{}: {} tasks, {} routes, data in {}",
                taken == null ? "" : " after %.1f s".formatted(taken.toMillis() / MILLIS),
                environment.getProperty("local.server.port", "?"),
                tasks.byName().size(),
                RouteCount.in(Path.of(environment.getProperty("caravan.routes", "routes"))),
                data);
    }
}
