package dev.caravan.rerun;

import dev.caravan.ledger.Reruns.Group;
import dev.caravan.model.Price;
import org.jspecify.annotations.Nullable;

/** What records cost if their answers are as long as they were; those that were never answered are like the others. */
final class Estimate {
    private final Price price;
    private long records;
    private long answered;
    private long in;
    private long cached;
    private long out;

    Estimate(Price price) {
        this.price = price;
    }

    void add(Group group) {
        records += group.records();
        answered += group.answered();
        in += group.sum().in();
        cached += group.sum().cached();
        out += group.sum().out();
    }

    long records() {
        return records;
    }

    /** In millionths of a US dollar; null if none was answered. */
    @Nullable
    Long micros() {
        if (records == 0) {
            return 0L;
        }
        return answered == 0 ? null : Math.round(price.micros(in, cached, out) * ((double) records / answered));
    }
}
