package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.Breakers;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Terms;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.provider.CallEnd;
import dev.caravan.provider.CallKind;
import dev.caravan.provider.CallObserver;
import dev.caravan.provider.CallObserver.EndedCall;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A whole Caravan that has told of everything once: by work that it did, by calls, and by rows of its ledger. */
final class RecordedCaravan {
    private RecordedCaravan() {}

    /** What Prometheus gets of it, the second time. */
    static Scrape scrape(Path folder) throws Exception {
        // Other tests of this JVM may have left theirs.
        Set<MeterRegistry> before = Set.copyOf(Metrics.globalRegistry.getRegistries());
        try (Whole caravan = new Whole(folder)) {
            Files.writeString(
                    folder.resolve("config/tasks/" + Whole.TASK + "/task.yaml"),
                    "\nbudget: {usd: 50}\n",
                    StandardOpenOption.APPEND);
            caravan.start("--spring.config.location=optional:classpath:/");
            caravan.drop("a", 20);
            caravan.published(20);
            for (CallObserver observer :
                    caravan.context().getBeansOfType(CallObserver.class).values()) {
                for (CallEnd end : CallEnd.values()) {
                    observer.ended(new EndedCall("trial", CallKind.CREATE, end, Duration.ofMillis(700)));
                    observer.ended(new EndedCall("trial", CallKind.STATUS, end, Duration.ofMillis(70)));
                }
            }
            caravan.context().getBean(Breakers.class).refused("trial", "no such key");
            caravan.ledger()
                    .pauses()
                    .pause(new What(Kind.MODEL, "chat"), new Terms(false, "its price goes up", null), "ann");
            rows(caravan.data().resolve("ledger/caravan.db"));
            caravan.scrape();
            Scrape told = Scrape.of(caravan.scrape());
            assertThat(Metrics.globalRegistry.getRegistries())
                    .as("what outlives the context")
                    .isSubsetOf(before);
            return told;
        }
    }

    private static void rows(Path ledger) throws Exception {
        long now = System.currentTimeMillis();
        long later = now + Duration.ofMinutes(30).toMillis();
        long day = Duration.ofMillis(now).toDays();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement statement = c.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            for (String sql : List.of(
                    "INSERT INTO batch (id, task_id, recipe_id, credential, model, state, created_at, next_due, late, cost_est)"
                            + " VALUES (90, 1, 1, 'trial', 'gpt-5-mini', 5, " + now + ", " + later + ", 1, 1000)",
                    "INSERT INTO drop_count (drop_id, state, n) VALUES (1, 4, 2), (1, 5, 1)",
                    "INSERT INTO record (id, content, drop_id, line, task_id, recipe_id, state, code, source_id) VALUES"
                            + " (900, 1, 1, 1, 1, 1, 7, 'budget', 'held')",
                    "INSERT INTO todo (record_id, task_id, kind, since, reason) VALUES (900, 1, 6, 0, NULL), (901, 1, 4, "
                            + now + ", 'when')",
                    "INSERT INTO publication (id, task_id, state, members, n, sealed_at) VALUES (90, 1, 2, x'', 1, "
                            + now + ")",
                    "INSERT INTO delivery (pub_id, sink, state, due) VALUES (90, 'crm', 3, " + later
                            + "), (90, 'files', 5, 0)",
                    "INSERT INTO notice (id, webhook, message_id, body, made_at, state, due) VALUES (90, 'crm-hook', 'm', '{}', "
                            + now + ", 1, " + later + ")",
                    "INSERT INTO effort (day, task_id, model, kind, n, micros) VALUES (" + day
                            + ", 1, 'gpt-5-mini', 1, 1, 100)")) {
                statement.executeUpdate(sql);
            }
        }
    }
}
