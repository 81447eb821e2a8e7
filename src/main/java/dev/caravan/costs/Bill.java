package dev.caravan.costs;

import dev.caravan.ledger.EffortKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was spent on some days.
 *
 * @param lines by day, task and model, ascending; both days are included
 * @param again why answers were asked for again, with how many and what they had cost; kinds without any are missing
 * @param since the first day of which all is counted, null if that is every day: of days before, retries and reruns are those
 *     whose attempts the ledger still knew on that day, and no review time is known
 */
public record Bill(
        LocalDate from,
        LocalDate to,
        List<Line> lines,
        Map<EffortKind, Again> again,
        @Nullable LocalDate since) {

    public record Line(LocalDate day, String task, String model, Amounts amounts) {}

    public record Again(long attempts, long micros) {
        Again plus(Again other) {
            return new Again(attempts + other.attempts, micros + other.micros);
        }
    }

    /** Sums of the lines of one task, model or day, by its name. */
    public record Sum(String name, Amounts amounts) {}

    public Amounts total() {
        return lines.stream().map(Line::amounts).reduce(Amounts.NONE, Amounts::plus);
    }

    public List<Sum> by(Function<Line, String> name) {
        Map<String, Amounts> sums = new TreeMap<>();
        lines.forEach(line -> sums.merge(name.apply(line), line.amounts(), Amounts::plus));
        List<Sum> list = new ArrayList<>();
        sums.forEach((key, amounts) -> list.add(new Sum(key, amounts)));
        return list;
    }

    /** Whether some of these days are not wholly counted. */
    public boolean isPartial() {
        return since != null && from.isBefore(since);
    }
}
