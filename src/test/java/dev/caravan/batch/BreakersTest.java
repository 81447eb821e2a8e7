package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.CredentialRests.Why;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.ledger.TestClock;
import dev.caravan.provider.Failure.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreakersTest {
    private final TestClock clock = TestClock.at("2026-11-21T03:00:00Z");
    private final Set<String> closed = new HashSet<>();
    private Ledger ledger;
    private Breakers breakers;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = SqliteLedger.open(EmptyLedger.at(folder.resolve("ledger.db")), clock);
        breakers = new Breakers(ledger.events(), clock::nanos, () -> 0, () -> closed);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void fails(int times) {
        for (int i = 0; i < times; i++) {
            breakers.failed("main", Kind.TRANSIENT, "http_503: busy");
        }
    }

    private List<EventKind> events() {
        return ledger.events().of("credential main", 100).stream()
                .map(Events.Event::kind)
                .toList();
    }

    @Test
    void saysWhyACredentialDoesNotWorkUntilItDoes() {
        fails(4);
        assertThat(breakers.rests()).isEmpty();
        fails(1);
        assertThat(breakers.rests()).isEqualTo(Map.of("main", Why.FAILING));
        clock.pass(Duration.ofHours(2));
        assertThat(breakers.resting()).isEmpty();
        assertThat(breakers.rests()).isEqualTo(Map.of("main", Why.FAILING));
        breakers.refused("main", "no such key");
        closed.add("other");
        assertThat(breakers.rests()).isEqualTo(Map.of("main", Why.REFUSED, "other", Why.SECRET));
        breakers.worked("main");
        assertThat(breakers.rests()).isEqualTo(Map.of("other", Why.SECRET));
    }

    @Test
    void restsAfterFiveFailuresInARowAndNotBefore() {
        fails(4);
        breakers.worked("main");
        fails(4);
        assertThat(breakers.resting()).isEmpty();
        assertThat(events()).isEmpty();
        fails(1);
        assertThat(breakers.resting()).containsExactly("main");
        assertThat(events()).containsExactly(EventKind.CREDENTIAL_STOPPED);
    }

    @Test
    void letsOneProbeThroughAndRestsLongerEachTime() {
        fails(5);
        for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 320, 450, 450}) {
            clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(breakers.resting()).containsExactly("main");
            clock.pass(Duration.ofMillis(1));
            assertThat(breakers.resting()).isEmpty();
            assertThat(breakers.suspect()).containsExactly("main");
            breakers.taken("main");
            assertThat(breakers.resting()).containsExactly("main");
            fails(1);
        }
        assertThat(events()).containsExactly(EventKind.CREDENTIAL_STOPPED);
    }

    @Test
    void goesOnWhenTheProbeWorks() {
        fails(5);
        clock.pass(Duration.ofMinutes(1));
        breakers.taken("main");
        breakers.worked("main");
        breakers.worked("main");
        assertThat(breakers.resting()).isEmpty();
        assertThat(breakers.suspect()).isEmpty();
        assertThat(events()).containsExactly(EventKind.CREDENTIAL_BACK, EventKind.CREDENTIAL_STOPPED);
        fails(4);
        assertThat(breakers.resting()).isEmpty();
    }

    @Test
    void triesAgainWhenNobodyHearsOfTheProbe() {
        fails(5);
        clock.pass(Duration.ofMinutes(1));
        breakers.taken("main");
        clock.pass(Duration.ofMinutes(2));
        assertThat(breakers.resting()).isEmpty();
    }

    @Test
    void doesNotRestLongerForCallsThatWereUnderWayWhenItStopped() {
        fails(50);
        clock.pass(Duration.ofSeconds(5));
        assertThat(breakers.resting()).isEmpty();
    }

    @Test
    void stopsACredentialThatIsRefusedAtOnce() {
        breakers.failed("main", Kind.AUTH, "invalid_api_key: no such key");
        assertThat(breakers.resting()).containsExactly("main");
        clock.pass(Duration.ofSeconds(14));
        assertThat(breakers.resting()).containsExactly("main");
        clock.pass(Duration.ofSeconds(1));
        assertThat(breakers.resting()).isEmpty();
        assertThat(ledger.events().of("credential main", 1).get(0).body())
                .isEqualTo("It was refused (invalid_api_key: no such key). Its batches wait and nothing is lost; one of"
                        + " them tries again in 15 s. Look at its secret and its rights in config/models.yaml.");
    }

    @Test
    void aCredentialWhoseSecretCanNotBeReadIsLeftAloneByBatchesAndCallsUntilItCan() {
        closed.add("main");
        assertThat(breakers.resting()).containsExactly("main");
        assertThat(breakers.mayAsk("main")).isFalse();
        closed.clear();
        assertThat(breakers.resting()).isEmpty();
        assertThat(breakers.mayAsk("main")).isTrue();
        assertThat(events()).isEmpty();
    }

    @Test
    void knowsCredentialsApart() {
        fails(5);
        breakers.failed("other", Kind.TRANSIENT, "http_500");
        assertThat(breakers.resting()).containsExactly("main");
    }
}
