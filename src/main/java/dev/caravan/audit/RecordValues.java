package dev.caravan.audit;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.RecordReader;
import dev.caravan.ledger.Audit;
import dev.caravan.ledger.Audit.ValuePlace;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Inputs and values of many records, to be taken home. Thread-safe. */
public final class RecordValues {
    private final Audit ledger;
    private final RecordAnswers answers;

    RecordValues(Audit ledger, RecordAnswers answers) {
        this.ledger = ledger;
        this.answers = answers;
    }

    /**
     * Of one record.
     *
     * @param input one JSON object; null if there is none to be seen
     * @param value what a person gave, else what the model said, right or wrong: compact JSON where that is some
     * @param note why something is missing; empty if nothing is, and where there is no answer yet
     */
    public record Value(@Nullable String input, @Nullable String value, String note) {}

    /** Begins to read. To be closed. */
    public Reading open() {
        return new Reading(ledger, answers.open());
    }

    /** A walk along records. Not thread-safe. */
    public static final class Reading implements Closeable {
        private final Audit ledger;
        private final RecordReader reader;
        private Map<Long, ValuePlace> places = Map.of();

        private Reading(Audit ledger, RecordReader reader) {
            this.ledger = ledger;
            this.reader = reader;
        }

        /** These are asked for next, in this order, and no others. */
        public void expect(List<Long> records) {
            places = ledger.values(records);
            reader.expect(
                    records.stream().map(places::get).filter(Objects::nonNull).toList());
        }

        public Value of(long record) {
            ValuePlace place = places.get(record);
            if (place == null) {
                return new Value(null, null, "erased on request, or deleted by age");
            }
            try {
                return new Value(reader.input(place), reader.value(place), "");
            } catch (IOException e) {
                return new Value(null, null, "can't be read: " + e.getMessage());
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
