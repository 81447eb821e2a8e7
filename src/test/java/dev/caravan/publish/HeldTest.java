package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Gates.Sample;
import dev.caravan.ledger.Gates.Waiting;
import dev.caravan.task.Gate;
import org.junit.jupiter.api.Test;

class HeldTest {

    private static Held reviewed(Waiting drop, boolean moving) {
        return new Held(Gate.AFTER_REVIEW, 0, drop, () -> moving, () -> {
            throw new AssertionError("no sample is asked for");
        });
    }

    private static Held sampled(Sample sample) {
        return new Held(Gate.AFTER_SAMPLE, 2.5, new Waiting(1, 1, 5, 0, 0, 2), () -> false, () -> sample);
    }

    @Test
    void everyReasonIsTold() {
        assertThat(reviewed(new Waiting(1, 1, 5, 3, 1, 2), true).why())
                .containsExactly(
                        "2 records have no outcome yet: queued, or at the provider",
                        "1 records are held until somebody lets them go: java -jar caravan.jar release --drop=1",
                        "2 records wait for a person",
                        "A retry is planned, or a batch is not collected yet");
        assertThat(reviewed(new Waiting(1, 1, 5, 3, 1, 2), true).sampled()).isEmpty();
        assertThat(sampled(new Sample(2, 0, 0)).why()).containsExactly("2 records of its sample are not decided");
        assertThat(sampled(new Sample(2, 0, 0)).sampled()).isEqualTo("nothing decided, 2 open");
        assertThat(sampled(new Sample(0, 0, 0)).why())
                .containsExactly("No valid record of it is in the sample: one is put into review in a moment");
        assertThat(sampled(new Sample(0, 2, 1)).why())
                .containsExactly("Its sample has 50 % errors, more than max-error 2.5 %");
    }

    @Test
    void whatNothingHoldsIsOpenedSoon() {
        Held allowed = sampled(new Sample(0, 40, 1));
        assertThat(allowed.first()).isEmpty();
        assertThat(allowed.why()).containsExactly("Nothing any more: it is looked at again in a moment");
        assertThat(allowed.sampled())
                .isEqualTo("1 of 40 decided were edited or rejected (2.5 %, allowed 2.5 %), 0 open");
    }

    @Test
    void theLedgerIsNotAskedForWhatDoesNotMatterYet() {
        Held unfinished = new Held(Gate.AFTER_SAMPLE, 0, new Waiting(1, 1, 5, 3, 1, 2), () -> true, () -> {
            throw new AssertionError("not before all of it is home");
        });
        assertThat(unfinished.first()).contains(Held.Reason.UNFINISHED);
    }
}
