package dev.caravan.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Reruns.Fate;
import dev.caravan.ledger.Reruns.Group;
import dev.caravan.ledger.Reruns.Sum;
import dev.caravan.model.Price;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static Group group(long records, long answered, Sum sum) {
        return new Group(true, RecordState.PUBLISHED, Fate.ANEW, 1, records, answered, sum);
    }

    @Test
    void takesTheTokensOfTheLastTimeAtThePriceOfToday() {
        var estimate = new Estimate(new Price(1, 0.5, 4));
        assertThat(estimate.micros()).isZero();
        estimate.add(group(2, 0, new Sum(0, 0, 0)));
        assertThat(estimate.micros()).isNull();
        estimate.add(group(2, 2, new Sum(1000, 200, 100)));

        assertThat(estimate.records()).isEqualTo(4);
        assertThat(estimate.micros()).isEqualTo(2 * (800 + 100 + 400));
    }
}
