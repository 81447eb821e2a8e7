package dev.caravan.ledger;

import dev.caravan.ledger.Lists.RecordRow;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a drop or a batch, found by looking at no more than so many rows: nothing here takes longer in a ledger of
 * millions. Reads only.
 */
public interface Contents {

    /** What is wrong with a record, or keeps it: such records are found without looking at the others of their drop. */
    Set<RecordState> TROUBLED = Set.of(
            RecordState.INVALID_OUTPUT, RecordState.PROVIDER_ERROR, RecordState.HELD, RecordState.REVIEW_REQUIRED);

    /**
     * The revisions that came in a drop, in the order of its rows.
     *
     * @param state null for any; @param code null for any
     * @param after only records with a higher id; 0 for the first
     * @param look how many rows are looked at at most
     */
    Piece<RecordRow> records(
            long dropId, @Nullable RecordState state, @Nullable String code, long after, int limit, int look);

    /** The members of a batch in the order of its request file, wherever they are by now. */
    Piece<RecordRow> members(long batchId, long after, int limit);

    /**
     * How many records of these drops stand in such a state, by their code; most first.
     *
     * @param states some of {@link #TROUBLED}
     * @param look how many of them are counted at most, drop by drop
     */
    Failures failures(Collection<Long> drops, Set<RecordState> states, int look);

    /**
     * Batches that hold or held records of these drops, oldest first.
     *
     * @param from only those with this number or a higher one; 0 for those since the first of the drops was read
     * @param look how many batches are looked at at most
     */
    Piece<Part> batches(Collection<Long> drops, long from, int look);

    /** The same among the newest batches alone; cut if older ones were not looked at. */
    Piece<Part> newestBatches(Collection<Long> drops, int look);

    /** As {@link #batches} with publications. */
    Piece<Part> publications(Collection<Long> drops, long from, int look);

    /** The drops that members of a batch came in, by number, or the first {@code most} of them; none while it has no members. */
    List<Long> dropsOfBatch(long batchId, int most);

    /** The same of a publication. */
    List<Long> dropsOfPublication(long publicationId, int most);

    /**
     * What the answers of a batch took that is not over yet: of each member the one that counts, no surplus ones. Looks at
     * all of its members.
     */
    Tokens tokensOfBatch(long batchId);

    /**
     * Events, newest first.
     *
     * @param slice as in {@link Lists#events}
     * @param about what they are about, such as {@code drop 12}; null for anything
     * @param people only what people did
     * @param look how many events are looked at at most where most may not be wanted
     */
    Piece<Events.Event> events(
            Lists.Slice slice, @Nullable EventKind kind, @Nullable String about, boolean people, int look);

    /**
     * @param next where to go on: a record to be given as {@code after}, or a number as {@code from}; 0 if nothing follows
     * @param cut whether it ends there because so many rows were looked at, and not because it is full
     */
    record Piece<T>(List<T> rows, long next, boolean cut) {
        public Piece {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What a batch or publication has of a drop.
     *
     * @param id of the batch or publication; @param records how many members of it came in the drop; @param of how many it has
     * @param open whether it is not over; @param micros what all of it cost so far, in millionths of a US dollar; 0 for a
     *     publication
     */
    record Part(long dropId, long id, long records, long of, boolean open, long micros) {}

    /** Tokens that were sent and came back. */
    record Tokens(long in, long out) {}

    /** @param whole whether all were counted */
    record Failures(List<Failure> rows, boolean whole) {
        public Failures {
            rows = List.copyOf(rows);
        }
    }

    /** @param code empty if it has none */
    record Failure(long dropId, RecordState state, String code, long records) {}
}
