package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 37: a background recount proves the counters, and metrics tell of it. */
class ConservationCheckTest {
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Ledger ledger;
    private ConservationCheck check;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(EmptyLedger.at(folder.resolve("caravan.db")), Clock.systemUTC());
        check = new ConservationCheck(ledger.counts(), ledger.events(), Duration.ofHours(1), nanos::get);
    }

    @AfterEach
    void close() {
        check.destroy();
        ledger.close();
    }

    /** As a fault of the disk or of Caravan would. */
    private void damage(String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("caravan.db"));
                Statement statement = c.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String scrape() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ProcessMetrics(check, "1.2.3").bindTo(registry);
        return registry.scrape();
    }

    @Test
    void findsNothingWhereAllAddsUp() {
        check.look();
        assertThat(check.problems()).isEmpty();
        assertThat(ledger.events().counts()).isEmpty();
    }

    @Test
    void tellsOnceWhatDoesNotAddUp() throws SQLException {
        damage(
                "INSERT INTO \"drop\" (id, task_id, zone, uri, state, rows_read) VALUES (7, 1, 'inbox', 'file:/a', 4, 3)");
        check.look();
        check.look();
        assertThat(check.problems()).hasSize(1);
        assertThat(ledger.events().of("drop 7", 10)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.NOT_CONSERVED);
            assertThat(event.actor()).isEqualTo(Events.CARAVAN);
            assertThat(event.body()).startsWith("Drop 7 does not add up: ");
        });
        damage("UPDATE \"drop\" SET rows_read = 4 WHERE id = 7");
        check.look();
        assertThat(ledger.events().of("drop 7", 10)).hasSize(2);
        assertThat(scrape()).contains("caravan_conservation_problems 1.0");
    }

    @Test
    void saysHowLongAgoTheLastRecountWas() {
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(scrape()).contains("caravan_conservation_age_seconds 7200.0");
        check.look();
        nanos.addAndGet(Duration.ofSeconds(90).toNanos());
        assertThat(scrape())
                .contains("caravan_conservation_age_seconds 90.0")
                .contains("caravan_conservation_problems 0.0")
                .contains("caravan_version{version=\"1.2.3\"} 1.0");
    }

    @Test
    void aRecountThatFailsIsNone() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        ledger.close();
        check.look();
        assertThat(check.age()).isEqualTo(Duration.ofHours(1));
    }
}
