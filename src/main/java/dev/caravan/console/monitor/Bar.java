package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Lists.Counted;
import dev.caravan.ledger.RecordState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far something is, as a bar and as the text beside it.
 *
 * @param text the same counts in words; never empty
 */
record Bar(List<Piece> pieces, String text) {

    /** @param x and {@code width} in percent; @param style class of the colour */
    record Piece(String x, String width, String style) {}

    /** The order from the left: what is done, what is on its way, what waits, what went wrong. */
    private static final List<RecordState> ORDER = List.of(
            RecordState.PUBLISHED,
            RecordState.COMPLETED,
            RecordState.DISCARDED,
            RecordState.SUPERSEDED,
            RecordState.SUBMITTED,
            RecordState.QUEUED,
            RecordState.REVIEW_REQUIRED,
            RecordState.HELD,
            RecordState.INVALID_OUTPUT,
            RecordState.PROVIDER_ERROR);

    private static String style(RecordState state) {
        return switch (state) {
            case PUBLISHED, COMPLETED, DISCARDED, SUPERSEDED -> "s-done";
            case SUBMITTED -> "s-run";
            case QUEUED -> "s-wait";
            case REVIEW_REQUIRED, HELD -> "s-held";
            case INVALID_OUTPUT, PROVIDER_ERROR -> "s-bad";
        };
    }

    /** Records of a drop by state. */
    static Bar of(DropCounts counts) {
        Maker maker = new Maker(
                counts.states().values().stream().mapToLong(Long::longValue).sum());
        ORDER.forEach(state -> maker.add(counts.in(state), Figures.words(state), style(state)));
        return maker.bar(counts.read() == 0 ? "nothing read yet" : "no records");
    }

    /** Records of a batch by what came of them. */
    static Bar of(Counted counted) {
        return new Maker(counted.sent())
                .add(counted.ok(), "ok", "s-done")
                .add(counted.open(), "open", "s-run")
                .add(counted.notRun(), "not run", "s-wait")
                .add(counted.missing(), "missing", "s-held")
                .add(counted.invalid(), "invalid", "s-bad")
                .add(counted.error(), "error", "s-bad")
                .bar("no records");
    }

    private static final class Maker {
        private final long whole;
        private final List<Piece> pieces = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private long before;

        Maker(long whole) {
            this.whole = whole;
        }

        Maker add(long part, String word, String style) {
            if (part > 0) {
                pieces.add(new Piece(percent(before), percent(part), style));
                texts.add(Figures.count(part) + " " + word);
                before += part;
            }
            return this;
        }

        private String percent(long part) {
            return String.format(Locale.ROOT, "%.2f", 100.0 * part / whole);
        }

        Bar bar(String nothing) {
            return new Bar(List.copyOf(pieces), texts.isEmpty() ? nothing : String.join(" · ", texts));
        }
    }
}
