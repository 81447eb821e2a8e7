package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.costs.Amounts;
import dev.caravan.costs.Bill;
import dev.caravan.costs.Outlook;
import dev.caravan.costs.Rates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Bill} and {@link Outlook} as JSON. Both days are included; {@code again} is by kind. */
@JsonNaming(SnakeCaseStrategy.class)
record CostsView(
        String from,
        String to,
        double costUsd,
        double overspendUsd,
        double callsUsd,
        double unknownUsd,
        double retriesUsd,
        double rerunsUsd,
        double reviewMinutes,
        @Nullable Double reviewUsd,
        @Nullable String countedSince,
        List<AgainView> again,
        List<BudgetView> budgets,
        Forecast forecast,
        Storage storage,
        List<Line> lines) {

    /**
     * @param costUsd of batches; {@code overspendUsd} is the part of it that bought answers nobody uses
     * @param calls real-time ones, and what they cost
     * @param unknownCalls those of which nobody knows whether they were run; {@code unknownUsd} is the most that they cost
     * @param retriesUsd the part of {@code costUsd} for attempts that were sent again; {@code rerunsUsd} for answers that a
     *     rerun asked for again
     * @param reviewUsd null where there is no rate
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Line(
            String day,
            String task,
            String model,
            long batches,
            double costUsd,
            double overspendUsd,
            long calls,
            double callsUsd,
            long unknownCalls,
            double unknownUsd,
            long retries,
            double retriesUsd,
            long reruns,
            double rerunsUsd,
            long decisions,
            double reviewMinutes,
            @Nullable Double reviewUsd) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record AgainView(String kind, long attempts, double usd) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record BudgetView(
            String task, double budgetUsd, boolean perDay, double spentUsd, double underWayUsd, double leftUsd) {}

    /** @param usd without the {@code unknown} records, of which nobody knows what they will cost */
    @JsonNaming(SnakeCaseStrategy.class)
    record Forecast(double usd, long unknown, List<UnderWayView> underWay, List<QueuedView> queued) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record UnderWayView(String task, String model, long batches, long records, double usd) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record QueuedView(
            String task,
            String model,
            long records,
            @Nullable Double usd) {}

    /** @param ledgerBytes null for whoever does not see all tasks */
    @JsonNaming(SnakeCaseStrategy.class)
    record Storage(@Nullable Long ledgerBytes, @Nullable Double usdPerMonth, List<StoredView> tasks) {}

    record StoredView(String task, long inputs, long requests, long results, long publications) {}

    static CostsView of(Bill bill, Outlook outlook, Rates rates) {
        Amounts total = bill.total();
        return new CostsView(
                bill.from().toString(),
                bill.to().toString(),
                Words.usd(total.micros()),
                Words.usd(total.overspend()),
                Words.usd(total.callMicros()),
                Words.usd(total.unknownMicros()),
                Words.usd(total.retryMicros()),
                Words.usd(total.rerunMicros()),
                minutes(total.reviewMillis()),
                usd(rates.ofReview(total.reviewMillis())),
                bill.since() == null ? null : bill.since().toString(),
                bill.again().entrySet().stream()
                        .map(one -> new AgainView(
                                Words.of(one.getKey()),
                                one.getValue().attempts(),
                                Words.usd(one.getValue().micros())))
                        .toList(),
                outlook.budgets().stream().map(CostsView::budget).toList(),
                forecast(outlook),
                storage(outlook, rates),
                bill.lines().stream().map(line -> line(line, rates)).toList());
    }

    private static Line line(Bill.Line line, Rates rates) {
        Amounts amounts = line.amounts();
        return new Line(
                line.day().toString(),
                line.task(),
                line.model(),
                amounts.batches(),
                Words.usd(amounts.micros()),
                Words.usd(amounts.overspend()),
                amounts.calls(),
                Words.usd(amounts.callMicros()),
                amounts.unknown(),
                Words.usd(amounts.unknownMicros()),
                amounts.retries(),
                Words.usd(amounts.retryMicros()),
                amounts.reruns(),
                Words.usd(amounts.rerunMicros()),
                amounts.decisions(),
                minutes(amounts.reviewMillis()),
                usd(rates.ofReview(amounts.reviewMillis())));
    }

    private static BudgetView budget(Outlook.Budget budget) {
        return new BudgetView(
                budget.task(),
                Words.usd(budget.cap()),
                budget.perDay(),
                Words.usd(budget.spent()),
                Words.usd(budget.underWay()),
                Words.usd(budget.left()));
    }

    private static Forecast forecast(Outlook outlook) {
        return new Forecast(
                Words.usd(outlook.forecast()),
                outlook.unknown(),
                outlook.underWay().stream()
                        .map(one -> new UnderWayView(
                                one.task(), one.model(), one.batches(), one.records(), Words.usd(one.micros())))
                        .toList(),
                outlook.ahead().stream()
                        .map(one -> new QueuedView(one.task(), one.model(), one.records(), usd(one.micros())))
                        .toList());
    }

    private static Storage storage(Outlook outlook, Rates rates) {
        return new Storage(
                outlook.ledgerBytes() == 0 ? null : Long.valueOf(outlook.ledgerBytes()),
                usd(rates.ofStorage(outlook.storedBytes() + outlook.ledgerBytes())),
                outlook.stored().stream()
                        .map(one -> new StoredView(
                                one.task(), one.inputs(), one.requests(), one.results(), one.publications()))
                        .toList());
    }

    private static double minutes(long millis) {
        return millis / 60_000.0;
    }

    private static @Nullable Double usd(@Nullable Long micros) {
        return micros == null ? null : Double.valueOf(Words.usd(micros));
    }
}
