package dev.caravan.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.batch.BreakersAccess;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Pauses;
import dev.caravan.ledger.Pauses.Terms;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.RoutesAreStoppedException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failures of real-time calls mean for later ones and for batches, and the other way round. */
class RealTimeTroublesTest {
    private AskedModel asked;

    @BeforeEach
    void open(@TempDir Path folder) {
        asked = new AskedModel(folder);
    }

    @AfterEach
    void close() {
        asked.close();
    }

    private void refusedFiveTimes(String how) {
        for (int i = 0; i < 5; i++) {
            assertThat(asked.refusal()).isEqualTo(how);
        }
    }

    private List<EventKind> events() {
        return asked.ledger.events().of("credential cred", 10).stream()
                .map(Events.Event::kind)
                .toList();
    }

    private boolean batchesRest() {
        return !BreakersAccess.resting(asked.breakers).isEmpty();
    }

    @Test
    void whileItsTaskOrCredentialOrProviderOrModelIsPausedNothingIsAskedAndTheCallerIsToldWhenToComeAgain() {
        AtomicInteger calls = new AtomicInteger();
        asked.provider = call -> {
            calls.incrementAndGet();
            AskedModel.answer(call);
        };
        Instant until = asked.clock.instant().plus(Duration.ofMinutes(20));
        for (What what : List.of(
                new What(Pauses.Kind.TASK, "moods"),
                new What(Pauses.Kind.CREDENTIAL, "cred"),
                new What(Pauses.Kind.PROVIDER, "sim"),
                new What(Pauses.Kind.MODEL, "fast"))) {
            asked.ledger.pauses().pause(what, new Terms(false, "the key leaked", until), "ann");
            assertThatThrownBy(() -> asked.ask()).isInstanceOfSatisfying(NoAnswerException.class, e -> {
                assertThat(e.why()).isEqualTo(NoAnswerException.Why.DOWN);
                assertThat(e.code()).isEqualTo("paused");
                assertThat(e.retryAfter()).isEqualTo(Duration.ofMinutes(20));
                assertThat(e)
                        .hasMessageContaining("is paused by its operators until " + until)
                        .hasMessageNotContaining("ann")
                        .hasMessageNotContaining("leaked");
            });
            assertThat(asked.ledger.pauses().resume(what, "ann", "")).isPresent();
            assertThat(asked.refusal()).isEqualTo("answered");
        }
        assertThat(calls).hasValue(4);
    }

    @Test
    void aModelThatFailsIsLeftAloneAndStopsNoBatchesAndNoOtherModel() {
        asked.provider = AskedModel.failing(500, Kind.TRANSIENT);
        refusedFiveTimes("REFUSED http_500");
        assertThat(asked.refusal()).isEqualTo("DOWN model_failing");
        assertThat(batchesRest()).isFalse();
        assertThat(events()).isEmpty();
        asked.provider = AskedModel::answer;
        assertThat(asked.refusal("gpt-5")).isEqualTo("answered");
        clock(9_999);
        assertThat(asked.refusal()).isEqualTo("DOWN model_failing");
        clock(1);
        assertThat(asked.refusal()).isEqualTo("answered");
    }

    private void clock(long millis) {
        asked.clock.pass(Duration.ofMillis(millis));
    }

    @Test
    void aCallBetweenTwoStartsIsNoFaultOfTheProvider() {
        asked.provider = call -> {
            throw new RoutesAreStoppedException();
        };
        for (int i = 0; i < 6; i++) {
            assertThat(asked.refusal()).isEqualTo("DOWN restarting");
        }
        asked.provider = AskedModel::answer;
        assertThat(asked.refusal()).isEqualTo("answered");
    }

    @Test
    void aModelThatGoesOnFailingIsLeftAloneLongerEachTime() {
        asked.provider = AskedModel.failing(503, Kind.TRANSIENT);
        refusedFiveTimes("REFUSED http_503");
        for (int seconds : new int[] {10, 20, 40, 80, 160, 300, 300}) {
            clock(seconds * 1000L - 1);
            assertThat(asked.refusal()).isEqualTo("DOWN model_failing");
            clock(1);
            assertThat(asked.refusal()).isEqualTo("REFUSED http_503");
        }
        assertThat(batchesRest()).isFalse();
    }

    @Test
    void repliesThatGetLostStopNoBatches() {
        asked.provider = call -> {
            throw new IOException("reset by peer");
        };
        refusedFiveTimes("LOST no_reply");
        assertThat(asked.refusal()).isEqualTo("DOWN model_failing");
        assertThat(batchesRest()).isFalse();
    }

    @Test
    void aHostThatCanNotBeReachedStopsNoBatches() {
        asked.provider = call -> {
            throw new ConnectException("refused");
        };
        refusedFiveTimes("DOWN unreachable");
        assertThat(asked.refusal()).isEqualTo("DOWN model_failing");
        assertThat(batchesRest()).isFalse();
    }

    @Test
    void anAnswerDoesNotSayThatBatchesWorkAgainAndTheirTroubleStopsNoCall() {
        BreakersAccess.batchesFail(asked.breakers, "cred", 4);
        assertThat(asked.refusal()).isEqualTo("answered");
        BreakersAccess.batchesFail(asked.breakers, "cred", 1);
        assertThat(batchesRest()).isTrue();
        assertThat(asked.refusal()).isEqualTo("answered");
        assertThat(batchesRest()).isTrue();
        assertThat(events()).containsExactly(EventKind.CREDENTIAL_STOPPED);
    }

    @Test
    void anAccountThatIsRefusedStopsBothUntilACallGetsThrough() {
        asked.provider = AskedModel.failing(401, Kind.AUTH);
        assertThat(asked.refusal()).isEqualTo("DOWN credential_stopped");
        assertThat(batchesRest()).isTrue();
        asked.provider = AskedModel::answer;
        clock(14_999);
        assertThat(asked.refusal()).isEqualTo("DOWN credential_stopped");
        clock(1);
        assertThat(batchesRest()).isFalse();
        assertThat(asked.refusal()).isEqualTo("answered");
        assertThat(events()).containsExactly(EventKind.CREDENTIAL_BACK, EventKind.CREDENTIAL_STOPPED);
    }

    /** The rest after a refusal gets longer with each call that finds it refused, as with batches. */
    @Test
    void theCallAfterARestIsItsProbe() {
        asked.provider = AskedModel.failing(401, Kind.AUTH);
        assertThat(asked.refusal()).isEqualTo("DOWN credential_stopped");
        for (int seconds : new int[] {15, 30, 60}) {
            clock(seconds * 1000L - 1);
            assertThat(batchesRest()).isTrue();
            clock(1);
            assertThat(batchesRest()).isFalse();
            assertThat(asked.refusal()).isEqualTo("DOWN credential_stopped");
        }
        assertThat(events()).containsExactly(EventKind.CREDENTIAL_STOPPED);
    }

    @Test
    void anAccountThatIsRefusedWhileBatchesOnlyFailedIsKnownAsRefused() {
        BreakersAccess.batchesFail(asked.breakers, "cred", 5);
        asked.provider = AskedModel.failing(403, Kind.AUTH);
        assertThat(asked.refusal()).isEqualTo("DOWN credential_stopped");
        asked.provider = AskedModel::answer;
        assertThat(asked.refusal()).isEqualTo("DOWN credential_stopped");
    }
}
