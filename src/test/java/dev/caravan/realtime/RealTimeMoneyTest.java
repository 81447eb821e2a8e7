package dev.caravan.realtime;

import static dev.caravan.realtime.AskedModel.COST;
import static dev.caravan.realtime.AskedModel.MODEL;
import static dev.caravan.realtime.AskedModel.MOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Budgets.Cap;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.ledger.RealTimeCosts.Day;
import dev.caravan.ledger.RealTimeCosts.Plan;
import dev.caravan.provider.Failure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real-time calls cost, by the ledger, however they end. */
@Timeout(60)
class RealTimeMoneyTest {
    @TempDir
    Path folder;

    private AskedModel asked;

    @BeforeEach
    void open() {
        asked = new AskedModel(folder);
    }

    @AfterEach
    void close() {
        asked.close();
    }

    private void cap(long micros) {
        asked.ledger.budgets().set(asked.task, new Cap(micros, false));
    }

    /** Answered calls and what they cost, calls that nobody knows of and what these may have cost; and what is set aside. */
    private List<Long> noted() {
        long calls = 0;
        long micros = 0;
        long unknown = 0;
        long most = 0;
        for (Day day : asked.ledger.realTimeCosts().since(LocalDate.EPOCH)) {
            calls += day.calls().calls();
            micros += day.calls().micros();
            unknown += day.unknown();
            most += day.microsUnknown();
        }
        cap(1_000_000_000);
        return List.of(
                calls,
                micros,
                unknown,
                most,
                asked.ledger.budgets().room(asked.task).orElseThrow().reserved());
    }

    @Test
    void tellsWhatTokensAnAnswerTookAndNothingOfAFailure() throws Exception {
        asked.ask();
        assertThat(asked.used).containsExactly(asked.task + " " + MODEL + " " + new Usage(10, 0, 5, 0, COST));
        asked.provider = call -> {
            throw new ConnectException("nobody there");
        };
        asked.refusal();
        assertThat(asked.used).hasSize(1);
    }

    @Test
    void callsThatRunTogetherStayWithinTheBudgetTogether() throws Exception {
        cap(3 * MOST + MOST / 2);
        int callers = 8;
        CountDownLatch refused = new CountDownLatch(callers - 3);
        CountDownLatch inside = new CountDownLatch(3);
        AtomicInteger reached = new AtomicInteger();
        asked.provider = call -> {
            reached.incrementAndGet();
            inside.countDown();
            await(refused);
            AskedModel.answer(call);
        };
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        ExecutorService all = Executors.newFixedThreadPool(callers);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            ends.add(all.submit(() -> {
                String how = asked.refusal();
                said.add(how);
                refused.countDown();
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        all.shutdown();
        assertThat(inside.getCount()).isZero();
        assertThat(reached).hasValue(3);
        Map<String, Long> counted = said.stream().collect(Collectors.groupingBy(how -> how, Collectors.counting()));
        assertThat(counted).isEqualTo(Map.of("answered", 3L, "BUDGET budget_reached", 5L));
        assertThat(asked.ledger.budgets().room(asked.task).orElseThrow().left())
                .isEqualTo(3 * MOST + MOST / 2 - 3 * COST);
        // What was set aside and not needed is free again.
        asked.provider = AskedModel::answer;
        assertThat(asked.refusal()).isEqualTo("answered");
        assertThat(noted()).containsExactly(4L, 4 * COST, 0L, 0L, 0L);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoIsRefusedHearsWhetherItIsWorthWaiting() {
        cap(MOST + 1);
        asked.provider = call -> {
            assertThatThrownBy(asked::ask)
                    .hasMessage(
                            "What is left of the budget of the task that answers this is set aside for calls that run"
                                    + " now. Nothing was asked")
                    .extracting(e -> ((NoAnswerException) e).retryAfter())
                    .isEqualTo(Duration.ofSeconds(1));
            AskedModel.answer(call);
        };
        assertThat(asked.refusal()).isEqualTo("answered");
        assertThatThrownBy(asked::ask)
                .hasMessage(
                        "The task that answers this has spent what it may, or less is left than one answer may cost."
                                + " Nothing was asked")
                .extracting(e -> ((NoAnswerException) e).retryAfter())
                .isNull();
    }

    @Test
    void whatWasNotRunOrFailedCostsNothing() {
        for (Conversation free : List.<Conversation>of(
                AskedModel.failing(500, Kind.TRANSIENT),
                AskedModel.failing(429, Kind.QUOTA),
                AskedModel.failing(400, Kind.INVALID_REQUEST),
                call -> {
                    throw new ConnectException("refused");
                },
                AskedModel.failing(401, Kind.AUTH))) {
            asked.provider = free;
            assertThat(asked.refusal()).isNotEqualTo("answered");
        }
        assertThat(noted()).containsExactly(0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void whatMayHaveBeenRunCountsAsUnknown() {
        asked.provider = call -> {
            throw new IOException("reset by peer");
        };
        assertThat(asked.refusal()).isEqualTo("LOST no_reply");
        asked.provider = AskedModel.failing(200, Kind.TRANSIENT);
        assertThat(asked.refusal()).isEqualTo("LOST http_200");
        asked.provider = call -> {
            asked.clock.pass(Duration.ofSeconds(1));
            throw new IOException("too late");
        };
        assertThat(asked.refusal()).isEqualTo("TIMEOUT timeout");
        asked.provider = call -> {};
        assertThatThrownBy(asked::ask).isInstanceOf(IllegalStateException.class);
        assertThat(noted()).containsExactly(0L, 0L, 4L, 4 * MOST, 0L);
    }

    @Test
    void callsThatAKillBrokeOffAreToldOfByTheNextStart() {
        cap(3 * MOST);
        asked.ledger.realTimeCosts().reserve(new Plan(asked.task, "cred", MODEL, MOST));
        asked.ledger.realTimeCosts().reserve(new Plan(asked.task, "cred", MODEL, MOST));
        asked.close();
        asked = new AskedModel(folder);
        assertThat(asked.ledger.events().of("task moods", 10)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.CALLS_UNKNOWN);
            assertThat(event.body())
                    .isEqualTo("2 real-time calls of it were under way when Caravan ended. They may have been run,"
                            + " and be billed: up to $0.2000, which counts against its budget.");
        });
        assertThat(asked.refusal()).isEqualTo("answered");
        assertThat(noted()).containsExactly(1L, COST, 2L, 2 * MOST, 0L);
    }

    @Test
    void nothingIsAskedThatCanNotBeNotedAndWhatIsAnsweredIsGivenOut() throws Exception {
        AtomicInteger reached = new AtomicInteger();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                Statement shell = other.createStatement()) {
            asked.provider = call -> {
                reached.incrementAndGet();
                AskedModel.answer(call);
                lock(shell);
            };
            assertThat(asked.refusal()).isEqualTo("answered");
            assertThatThrownBy(asked::ask).isInstanceOf(LedgerUnavailableException.class);
            assertThat(reached).hasValue(1);
            shell.execute("ROLLBACK");
        }
        assertThat(noted()).containsExactly(0L, 0L, 0L, 0L, MOST);
    }

    private static void lock(Statement shell) throws IOException {
        try {
            shell.execute("BEGIN IMMEDIATE");
        } catch (java.sql.SQLException e) {
            throw new IOException(e);
        }
    }
}
