package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.provider.Deletions;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Remains;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 12: what settled batches left is deleted, and what is told where it can't be. */
class LeftRemainsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Failure REFUSED =
            new Failure(Failure.Kind.AUTH, true, "insufficient_permissions", "You may only read.", null, 0);
    private static final Failure DOWN = new Failure(Failure.Kind.TRANSIENT, false, "http_503", "busy", null, 0);
    private static final Failure NEVER =
            new Failure(Failure.Kind.INVALID_REQUEST, true, "bad_id", "Too long.", null, 0);

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Batches of one record each, collected with one result file. */
    private void home(int batches) throws IOException {
        for (int i = 1; i <= batches; i++) {
            rig.creating("r" + i, 1).getAttempt().accepted("batch_" + i);
            BatchInHand kept = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "f" + i)));
            rig.bringHome(kept, Map.of("results", rig.good(i, 1)));
        }
    }

    private CredentialSweep whole() {
        CredentialSweep sweep = rig.sweep.due().get(0);
        sweep.isKnown("batch_1");
        sweep.completeNegative();
        return sweep;
    }

    /** What a conversation has to delete in one look, inputs apart. */
    private Deletions look(CredentialSweep sweep) {
        var deletions = new Deletions(sweep, "files.delete");
        sweep.toClear()
                .forEach(
                        left -> deletions.remains(left, List.copyOf(left.files().values()), true));
        return deletions;
    }

    private List<Events.Event> events() {
        return rig.ledger.events().newest(100).stream()
                .filter(event -> event.kind() == EventKind.FILES_LEFT)
                .toList();
    }

    @Test
    void deletesResultFilesAWeekAfterTheirBatchWasCollectedBehindAWholeListAlone() throws IOException {
        home(1);
        rig.clock.pass(DAY.multipliedBy(7));
        assertThat(look(whole()).isEmpty()).isTrue();
        rig.clock.pass(HOUR);
        CredentialSweep unanswered = rig.sweep.due().get(0);
        unanswered.inconclusive("429");
        assertThat(unanswered.toClear()).isEmpty();
        CredentialSweep foreign = rig.sweep.due().get(0);
        foreign.completeNegative();
        assertThat(foreign.toClear()).isEmpty();

        CredentialSweep sweep = whole();
        Deletions deletions = look(sweep);
        assertThat(deletions.id()).isEqualTo("f1");
        deletions.gone();
        rig.sweep.swept(sweep);
        assertThat(look(whole()).isEmpty()).isTrue();
        assertThat(events()).isEmpty();
    }

    @Test
    void saysWhichBatchesAProvidersListMustGoOnShowing() throws IOException {
        home(1);
        rig.clock.pass(DAY.multipliedBy(8));
        assertThat(whole().toClear()).singleElement().matches(Remains::isWitness);
        rig.clock.pass(DAY.multipliedBy(23));
        assertThat(whole().toClear()).singleElement().matches(left -> !left.isWitness());
    }

    @Test
    void asksAgainWithGrowingWaitsAndTellsOnceThatItIsGivenUp() throws IOException {
        home(1);
        rig.clock.pass(DAY.multipliedBy(8));
        int asked = 0;
        for (Deletions look = look(whole()); !look.isEmpty(); look = look(whole())) {
            look.failed(DOWN);
            asked++;
            assertThat(look(whole()).isEmpty()).isTrue();
            rig.clock.pass(DAY.plus(HOUR));
        }
        assertThat(asked).isEqualTo(10);
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.subject()).isEqualTo("batch 1");
            assertThat(event.body())
                    .isEqualTo(
                            "What batch_1 left at sim could not be deleted (http_503: busy) and is not tried again. Its"
                                    + " lines are home; delete it there if it must not stay");
        });
    }

    @Test
    void givesUpAtOnceWhatItsProviderNeverDeletes() throws IOException {
        home(1);
        rig.clock.pass(DAY.multipliedBy(8));
        look(whole()).failed(NEVER);
        rig.clock.pass(DAY.multipliedBy(2));
        assertThat(look(whole()).isEmpty()).isTrue();
        assertThat(events()).extracting(Events.Event::subject).containsExactly("batch 1");
    }

    /** A hundred go in one look. */
    @Test
    void inputsThatCantBeDeletedKeepNoOthersBack() throws IOException {
        BatchInHand batch = rig.creating(1);
        for (int i = 0; i < 101; i++) {
            rig.ledger.batches().refused(batch.claim(), tries().get(i), "quota", Duration.ZERO);
            batch = rig.creatingAgain();
        }
        batch.getAttempt().accepted("batch_1");
        CredentialSweep first = whole();
        List<String> refused = first.toRevoke();
        assertThat(refused).hasSize(100);
        var deletions = new Deletions(first, "files.delete");
        deletions.inputs(refused);
        while (!deletions.isEmpty()) {
            deletions.failed(DOWN);
        }
        String last = whole().toRevoke().get(0);
        assertThat(refused).doesNotContain(last);
        CredentialSweep second = whole();
        second.gone(last);
        assertThat(second.toRevoke()).containsExactlyInAnyOrderElementsOf(refused);
    }

    private List<Batches.Try> tries() {
        return rig.ledger.batches().tries(1);
    }

    @Test
    void asksOnceADayUntilTheCredentialMayDeleteAndTellsOnce() throws IOException {
        home(2);
        rig.clock.pass(DAY.multipliedBy(8));
        int calls = 0;
        for (int hour = 0; hour < 24 * 14; hour++) {
            Deletions look = look(whole());
            if (!look.isEmpty()) {
                assertThat(look.id()).isEqualTo("f1");
                look.failed(REFUSED);
                assertThat(look.isEmpty()).isTrue();
                calls++;
            }
            rig.clock.pass(HOUR);
        }
        assertThat(calls).isEqualTo(14);
        CredentialSweep granted = whole();
        Deletions look = look(granted);
        while (!look.isEmpty()) {
            look.gone();
        }
        rig.sweep.swept(granted);
        rig.clock.pass(DAY.multipliedBy(2));
        assertThat(look(whole()).isEmpty()).isTrue();
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.subject()).isEqualTo("credential cred");
            assertThat(event.body())
                    .startsWith("sim does not let this credential delete what nobody needs any more"
                            + " (insufficient_permissions: You may only read.). It needs files.delete.");
        });
    }
}
