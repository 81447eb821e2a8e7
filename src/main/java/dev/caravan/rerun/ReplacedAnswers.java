package dev.caravan.rerun;

import dev.caravan.ledger.Reruns.Answer;
import dev.caravan.ledger.Reruns.Replaced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the answers had cost that new revisions stand for, by day and model. */
final class ReplacedAnswers {
    private final Map<Of, long[]> sums = new LinkedHashMap<>();
    private int count;

    private record Of(long day, String model) {}

    void add(Answer answer) {
        count++;
        long[] sum = sums.computeIfAbsent(new Of(answer.day(), answer.model()), of -> new long[2]);
        sum[0]++;
        sum[1] += answer.micros();
    }

    int count() {
        return count;
    }

    List<Replaced> all() {
        List<Replaced> all = new ArrayList<>();
        sums.forEach((of, sum) -> all.add(new Replaced(of.day(), of.model(), sum[0], sum[1])));
        return all;
    }
}
