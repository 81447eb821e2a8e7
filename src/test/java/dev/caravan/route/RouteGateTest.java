package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.ConfigurationProblems;
import dev.caravan.task.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;

class RouteGateTest {
    @TempDir
    Path temp;

    /** A read under way. */
    static final class Read {
        private final List<String> log = new ArrayList<>();

        public void stop() {
            log.add("stop");
        }
    }

    private RouteGate gate(Path routes) {
        return gate(routes, null);
    }

    private RouteGate gate(Path routes, @Nullable CheckedRoutes checked) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("caravan.routes", routes.toString())
                .withProperty("caravan.data", "data")
                .withProperty("caravan.inbox", "data/inbox")
                .withProperty("caravan.outbox", "data/outbox");
        return new RouteGate(environment, new Tasks(Map.of()), Clock.systemUTC(), checked);
    }

    @Test
    void refusesRoutesWithProblemsAndNamesThemAll() throws Exception {
        Files.writeString(temp.resolve("a.camel.yaml"), "- from: {uri: direct:a, steps: [{stop: {}}]}\n- beans: []\n");
        try (CamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(() -> gate(temp).beforeApplicationStart(context))
                    .isInstanceOf(ConfigurationProblems.class)
                    .hasMessageContaining("\"- from:\" can't stand at the top of a file in " + temp + "/a.camel.yaml:1")
                    .hasMessageContaining(
                            "\"- beans:\" can't stand at the top of a file in " + temp + "/a.camel.yaml:2");
        }
    }

    @Test
    void checksOnceInAStartWhatWasCheckedBeforeIt() throws Exception {
        Files.writeString(temp.resolve("a.camel.yaml"), "- beans: []\n");
        try (CamelContext context = new DefaultCamelContext()) {
            gate(temp, new CheckedRoutes(temp)).beforeApplicationStart(context);
            RouteGate another = gate(temp, new CheckedRoutes(temp.resolve("other")));
            assertThatThrownBy(() -> another.beforeApplicationStart(context)).isInstanceOf(ConfigurationProblems.class);
        }
    }

    @Test
    void tellsTheReadToStopBeforeRoutesAreShutDown() throws Exception {
        Read read = new Read();
        try (CamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("read", read);
            gate(Path.of("routes")).beforeApplicationStart(context);
            context.start();
            assertThat(read.log).isEmpty();
        }
        assertThat(read.log).containsExactly("stop");
    }

    @Test
    void letsEverySettingBeOverridden() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getSystemProperties().put("caravan.data", "/elsewhere");
        try {
            new CaravanDefaults().postProcessEnvironment(environment, new SpringApplication());
            assertThat(environment.getProperty("caravan.data")).isEqualTo("/elsewhere");
            assertThat(environment.getProperty("camel.main.routes-include-pattern"))
                    .isEqualTo("file:routes/**/*.camel.yaml");
        } finally {
            environment.getSystemProperties().remove("caravan.data");
        }
    }
}
