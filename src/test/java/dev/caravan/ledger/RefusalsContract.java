package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.HELD;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Refusals.How;
import dev.caravan.ledger.Refusals.Named;
import dev.caravan.ledger.Refusals.Refusal;
import dev.caravan.ledger.Refusals.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Rules 6' and 17: a file refused whole costs the records at fault, and nobody else. */
abstract class RefusalsContract extends LedgerContract {
    private static final Refusal UNNAMED = new Refusal("invalid_file", "something is wrong", List.of(), 1);

    private Refusal naming(int... lines) {
        List<Named> named = java.util.Arrays.stream(lines)
                .mapToObj(line -> new Named(line, "bad_line", "line " + line + " is bad"))
                .toList();
        return new Refusal("invalid_file", "lines are bad", named, 1);
    }

    private Verdict refuse(Refusal refusal) {
        return ledger.refusals().refused(bench.creating(), refusal);
    }

    private List<Integer> sizes() {
        return ledger.assembly().parts(1000).stream()
                .map(Assembly.Part::records)
                .toList();
    }

    /** Runs parts to their end with a provider that refuses at the create what it does not like. Returns the creates. */
    private int run(Predicate<Members> refused, Refusal refusal) {
        int creates = 0;
        while (!ledger.assembly().parts(1).isEmpty()) {
            bench.assemble(ledger.assembly().parts(1).get(0));
            Claim claim = bench.creating();
            creates++;
            if (refused.test(claim.batch().members())) {
                ledger.refusals().refused(claim, refusal);
            } else {
                ledger.batches().accepted(claim, bench.lastTry(claim).no(), "job-" + creates, Duration.ZERO);
            }
        }
        return creates;
    }

    private static Predicate<Members> holding(Integer... records) {
        var bad = new TreeSet<>(List.of(records));
        return members -> members.runs().stream()
                .anyMatch(run ->
                        bad.subSet((int) run.firstId(), (int) run.endId()).size() > 0);
    }

    @Test
    void endsWhomTheProviderNamesAndSendsTheOthersAgainWithoutThemOnANewAttempt() {
        long drop = bench.drop(bench.recipe, rows("r", 6));
        long batch = bench.assemble();
        assertThat(refuse(naming(2, 5))).isEqualTo(new Verdict(How.NAMED, batch, 2, 4, 1, 0));
        assertThat(bench.states(drop)).isEqualTo(Map.of(PROVIDER_ERROR, 2L, QUEUED, 4L));
        assertThat(ledger.batches().find(batch).orElseThrow().state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(ledger.batches().tries(batch)).extracting(Batches.Try::state).containsExactly(TryState.REFUSED);
        assertThat(ledger.assembly().candidates(ledger.assembly().parts(9).get(0), 0, 9))
                .extracting(candidate -> candidate.recordId() + "/" + candidate.attempt())
                .containsExactly("1/2", "3/2", "4/2", "6/2");
        assertThat(ledger.events().of("batch " + batch, 9))
                .extracting(Events.Event::kind)
                .containsExactly(EventKind.BISECTED);
    }

    @Test
    void neverMixesAPartWithOtherRecords() {
        bench.drop(bench.recipe, rows("r", 4));
        bench.assemble();
        bench.drop(bench.recipe, rows("s", 3));
        refuse(naming(1));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(5L, 6L, 7L);
        assertThat(ledger.assembly().waiting())
                .extracting(Assembly.Waiting::records)
                .containsExactly(3L);
        assertThat(sizes()).containsExactly(3);
        assertThat(ledger.counts().settled()).isFalse();
    }

    @Test
    void remembersItsPartsAfterACrash() {
        bench.drop(bench.recipe, rows("r", 9));
        bench.assemble();
        refuse(UNNAMED);
        crash();
        assertThat(sizes()).containsExactly(1, 4, 4);
        crash();
        bench.assemble(ledger.assembly().parts(1).get(0));
        crash();
        assertThat(sizes()).containsExactly(4, 4);
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }

    @Test
    void doesNotBelieveALineThatTheFileDoesNotHave() {
        bench.drop(bench.recipe, rows("r", 4));
        bench.assemble();
        assertThat(refuse(naming(5)).how()).isEqualTo(How.SPLIT);
    }

    /** A scout and two halves at each level until something runs: at most 3 creates for each halving. */
    @Test
    void findsOneBadRecordAmongManyWithFewCreates() {
        long drop = bench.drop(bench.recipe, rows("r", 1000));
        bench.assemble();
        refuse(UNNAMED);
        assertThat(run(holding(321), UNNAMED)).isLessThanOrEqualTo(3 * 10);
        assertThat(bench.counts(drop).in(PROVIDER_ERROR)).isEqualTo(1);
        assertThat(bench.counts(drop).in(RecordState.SUBMITTED)).isEqualTo(999);
    }

    @Test
    void findsSeveralBadRecordsAndSparesTheGood() {
        long drop = bench.drop(bench.recipe, rows("r", 1000));
        bench.assemble();
        refuse(UNNAMED);
        assertThat(run(holding(1, 2, 3, 400, 999, 1000), UNNAMED)).isLessThanOrEqualTo(6 * 3 * 10);
        assertThat(bench.counts(drop).in(PROVIDER_ERROR)).isEqualTo(6);
        assertThat(bench.counts(drop).in(RecordState.SUBMITTED)).isEqualTo(994);
    }

    /** What the whole account gets, such as an unknown model, must not become a create for each record. */
    @Test
    void givesUpAFileOfWhichNothingIsAcceptedAfterFewCreates() {
        long drop = bench.drop(bench.recipe, rows("r", 1000));
        long batch = bench.assemble();
        refuse(UNNAMED);
        assertThat(run(members -> true, UNNAMED)).isLessThanOrEqualTo(40);
        assertThat(bench.states(drop)).isEqualTo(Map.of(PROVIDER_ERROR, 1000L));
        assertThat(ledger.events().newest(1).get(0).body())
                .startsWith("The provider refuses every part of the file of batch " + batch);
    }

    @Test
    void holdsWhatIsTooSmallForTheProviderToBeHalved() {
        long drop = bench.drop(bench.recipe, rows("r", 30));
        bench.assemble();
        var refusal = new Refusal("failed", "bad input", List.of(), 10);
        assertThat(refuse(refusal).parts()).isEqualTo(3);
        run(holding(15), refusal);
        assertThat(bench.states(drop)).isEqualTo(Map.of(HELD, 10L, RecordState.SUBMITTED, 20L));
    }

    @Test
    void burnsNoTryAndLetsAStaleRecordGo() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2));
        long batch = bench.assemble();
        long newer = bench.drop(row("b", 2, 1));
        refuse(UNNAMED);
        assertThat(sizes()).containsExactly(1);
        bench.assemble(ledger.assembly().parts(1).get(0));
        assertThat(refuse(UNNAMED)).isEqualTo(new Verdict(How.ALONE, batch, 1, 0, 0, 0));
        assertThat(bench.states(drop)).isEqualTo(Map.of(PROVIDER_ERROR, 1L, SUPERSEDED, 1L));
        assertThat(bench.states(newer)).isEqualTo(Map.of(QUEUED, 1L));
        assertThat(ledger.todo().nextRetry()).isEmpty();
    }

    @Test
    void isAboutBatchesWithoutResultsAlone() {
        bench.drop(bench.recipe, rows("r", 2));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, List.of(bench.outcome(1, 1, RecordState.COMPLETED, 10)));
        assertThatThrownBy(() -> ledger.refusals().refused(claim, UNNAMED))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("so its file was not refused whole");
    }

    @Test
    void sendsAPartAgainThatFailsAfterItsCreate() {
        long drop = bench.drop(bench.recipe, rows("r", 2));
        bench.assemble();
        bench.submit();
        ledger.batches()
                .ended(ledger.batches().claimForPoll(1).get(0), new Batches.Progress("failed", 0, 0, 0, null), "{}");
        Verdict verdict =
                ledger.refusals().refused(ledger.batches().claimForCollect().orElseThrow(), UNNAMED);
        assertThat(verdict.parts()).isEqualTo(2);
        assertThat(bench.states(drop)).isEqualTo(Map.of(QUEUED, 2L));
    }
}
