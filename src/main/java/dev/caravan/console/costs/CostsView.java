package dev.caravan.console.costs;

import dev.caravan.console.Figures;
import dev.caravan.console.Money;
import dev.caravan.costs.Amounts;
import dev.caravan.costs.Bill;
import dev.caravan.costs.Outlook;
import dev.caravan.costs.Rates;
import dev.caravan.ledger.EffortKind;
import dev.caravan.ledger.Spending;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A bill and the outlook in words and figures.
 *
 * @param since tells from when on all is counted; empty if that is all that is shown
 * @param cut how many lines there are if not all are shown; empty if they are
 */
record CostsView(
        List<Tile> tiles,
        String since,
        List<Group> groups,
        List<Again> again,
        List<Line> lines,
        String cut,
        List<Budget> budgets,
        List<Ahead> ahead,
        List<Stored> stored,
        String ledger,
        String month) {
    private static final int MOST_LINES = 200;

    boolean hasAhead() {
        return !ahead.isEmpty();
    }

    boolean hasStored() {
        return !stored.isEmpty();
    }

    /** A big number. @param more a sentence below it; empty if there is nothing to say */
    record Tile(String name, String value, String more) {}

    /** Sums by one of three things. */
    record Group(String id, String title, String of, List<Row> rows) {}

    /** @param href to the page of that alone; @param share of the most in percent, for its bar */
    record Row(String name, String href, Figure figure, String share) {}

    /** What one row spent. */
    record Figure(
            String paid,
            String batches,
            String calls,
            String overspend,
            String retries,
            String reruns,
            String decisions,
            String review) {}

    record Line(String day, String task, String model, Figure figure) {}

    record Again(String why, String attempts, String cost) {}

    record Budget(String task, String cap, String spent, String underWay, String left, String percent, boolean over) {}

    /** @param batches empty for what is queued */
    record Ahead(String task, String model, String batches, String records, String cost) {}

    record Stored(
            String task, String inputs, String requests, String results, String publications, String all, String usd) {}

    static CostsView of(
            Bill bill, Outlook outlook, Rates rates, UnaryOperator<String> task, UnaryOperator<String> model) {
        var words = new Words(rates);
        List<Line> lines = bill.lines().stream()
                .limit(MOST_LINES)
                .map(line -> new Line(line.day().toString(), line.task(), line.model(), words.figure(line.amounts())))
                .toList();
        Long month = rates.ofStorage(outlook.storedBytes() + outlook.ledgerBytes());
        return new CostsView(
                tiles(bill, outlook, words),
                bill.isPartial() ? String.valueOf(bill.since()) : "",
                List.of(
                        words.group("tasks", "By task", "Task", bill.by(Bill.Line::task), task),
                        words.group("models", "By model", "Model", bill.by(Bill.Line::model), model),
                        words.group(
                                "days",
                                "By day",
                                "Day",
                                bill.by(line -> line.day().toString()),
                                day -> "")),
                bill.again().entrySet().stream()
                        .map(one -> new Again(
                                why(one.getKey()),
                                Figures.count(one.getValue().attempts()),
                                Money.usd(one.getValue().micros())))
                        .toList(),
                lines,
                bill.lines().size() > MOST_LINES ? Figures.count(bill.lines().size()) : "",
                outlook.budgets().stream().map(CostsView::budget).toList(),
                ahead(outlook),
                outlook.stored().stream().map(words::stored).toList(),
                outlook.ledgerBytes() == 0 ? "" : Figures.bytes(outlook.ledgerBytes()),
                month == null ? "" : Money.usd(month));
    }

    private static List<Tile> tiles(Bill bill, Outlook outlook, Words words) {
        Amounts total = bill.total();
        String unknown = outlook.unknown() == 0
                ? "what is not home, and what is queued"
                : "and " + Figures.count(outlook.unknown()) + " queued of which nobody knows";
        return List.of(
                new Tile("Spent", Money.usd(total.paid()), Figures.count(total.batches()) + " batches"),
                new Tile("Real-time calls", Money.usd(total.callMicros()), calls(total)),
                new Tile("Overspend", Money.usd(total.overspend()), "answers nobody uses"),
                new Tile(
                        "Retries",
                        Money.usd(total.retryMicros()),
                        Figures.count(total.retries()) + " attempts sent again"),
                new Tile(
                        "Reruns",
                        Money.usd(total.rerunMicros()),
                        Figures.count(total.reruns()) + " answers asked for again"),
                new Tile("Review", words.minutes(total.reviewMillis()), words.reviews(total)),
                new Tile("In flight", Money.usd(outlook.forecast()), unknown),
                new Tile("Kept", Figures.bytes(outlook.storedBytes() + outlook.ledgerBytes()), "spool and ledger"));
    }

    private static String calls(Amounts total) {
        return Figures.count(total.calls()) + " calls"
                + (total.unknown() == 0
                        ? ""
                        : "; at most " + Money.usd(total.unknownMicros()) + " more for "
                                + Figures.count(total.unknown()) + " of which nobody knows whether they were run");
    }

    static String why(EffortKind kind) {
        return switch (kind) {
            case FAILED -> "It failed at its provider and was retried";
            case INVALID -> "It broke a rule; a newer version asked again";
            case PERSON -> "A person asked for another answer";
            case RELEASED -> "It was held, and let go again";
            case NOT_RUN -> "Its batch ended before it was run";
            case RERUN -> "A rerun";
            case RESTORED -> "The ledger was put back from a backup";
        };
    }

    private static Budget budget(Outlook.Budget budget) {
        return new Budget(
                budget.task(),
                Money.usd(budget.cap()) + (budget.perDay() ? " a day" : " in all"),
                Money.usd(budget.spent()),
                Money.usd(budget.underWay()),
                signed(budget.left()),
                Words.share(budget.spent(), budget.cap()),
                budget.left() <= 0);
    }

    private static String signed(long micros) {
        return micros < 0 ? "-" + Money.usd(-micros) : Money.usd(micros);
    }

    private static List<Ahead> ahead(Outlook outlook) {
        return Stream.concat(
                        outlook.underWay().stream()
                                .map(one -> new Ahead(
                                        one.task(),
                                        one.model(),
                                        Figures.count(one.batches()),
                                        Figures.count(one.records()),
                                        Money.usd(one.micros()))),
                        outlook.ahead().stream()
                                .map(one -> new Ahead(
                                        one.task(),
                                        one.model(),
                                        "",
                                        Figures.count(one.records()),
                                        one.micros() == null
                                                ? "unknown: none was answered yet"
                                                : Money.usd(one.micros()))))
                .toList();
    }

    /** Figures that depend on the rates. */
    private record Words(Rates rates) {
        private static final double MINUTE = 60_000;

        Group group(String id, String title, String of, List<Bill.Sum> sums, Function<String, String> href) {
            long most =
                    sums.stream().mapToLong(sum -> sum.amounts().paid()).max().orElse(0);
            return new Group(
                    id,
                    title,
                    of,
                    sums.stream()
                            .map(sum -> new Row(
                                    sum.name(),
                                    href.apply(sum.name()),
                                    figure(sum.amounts()),
                                    share(sum.amounts().paid(), most)))
                            .toList());
        }

        Figure figure(Amounts amounts) {
            return new Figure(
                    Money.usd(amounts.paid()),
                    counted(amounts.batches(), Money.usd(amounts.micros())),
                    counted(
                            amounts.calls() + amounts.unknown(),
                            Money.usd(amounts.callMicros() + amounts.unknownMicros())),
                    amounts.overspend() == 0 ? "–" : Money.usd(amounts.overspend()),
                    counted(amounts.retries(), Money.usd(amounts.retryMicros())),
                    counted(amounts.reruns(), Money.usd(amounts.rerunMicros())),
                    Figures.count(amounts.decisions()),
                    amounts.decisions() + amounts.reviewMillis() == 0 ? "–" : review(amounts));
        }

        private static String counted(long n, String money) {
            return n == 0 ? "–" : Figures.count(n) + " · " + money;
        }

        private String review(Amounts amounts) {
            Long money = rates.ofReview(amounts.reviewMillis());
            return Figures.count(amounts.decisions()) + " · " + minutes(amounts.reviewMillis())
                    + (money == null ? "" : " · " + Money.usd(money));
        }

        String reviews(Amounts amounts) {
            Long money = rates.ofReview(amounts.reviewMillis());
            return Figures.count(amounts.decisions()) + " decisions" + (money == null ? "" : ", " + Money.usd(money));
        }

        String minutes(long millis) {
            return millis < Duration.ofHours(10).toMillis()
                    ? String.format(Locale.ROOT, "%.1f min", millis / MINUTE)
                    : String.format(Locale.ROOT, "%,.1f h", millis / MINUTE / 60);
        }

        Stored stored(Spending.Stored one) {
            Long month = rates.ofStorage(one.all());
            return new Stored(
                    one.task(),
                    Figures.bytes(one.inputs()),
                    Figures.bytes(one.requests()),
                    Figures.bytes(one.results()),
                    Figures.bytes(one.publications()),
                    Figures.bytes(one.all()),
                    month == null ? "" : Money.usd(month));
        }

        static String share(long part, long whole) {
            return whole <= 0
                    ? "0%"
                    : String.format(Locale.ROOT, "%.1f%%", Math.max(0, Math.min(100, 100.0 * part / whole)));
        }
    }
}
