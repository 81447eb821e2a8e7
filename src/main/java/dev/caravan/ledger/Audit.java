package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that happened to one source record. Finds it over the index of current records, however many there are. */
public interface Audit {

    /** Empty if the ledger has no such record: it never had one, or it was erased, or its rows are deleted by age. */
    Optional<Trail> of(String task, String sourceId);

    /** One revision by the number of its record, also when it was erased; empty if the ledger has no such record. */
    Optional<Version> version(long recordId);

    /** The revisions of the source record that this record is one of, newest first, at most 200. */
    List<Revision> revisions(long recordId);

    /** Where the request is that a record was sent with in this batch; empty if it has none there. */
    Optional<Request> request(long recordId, long batchId);

    /** Why nobody may see a record's bytes any more; empty while they may. */
    Optional<Gone> gone(long recordId);

    /** Where inputs and values of records lie, by record; those whose bytes nobody may see any more are missing. */
    Map<Long, ValuePlace> values(List<Long> recordIds);

    /**
     * Where one record's input and value lie.
     *
     * @param input null if the ledger does not know where it lies
     * @param file with the answer of its last attempt; null if no line of any file spoke of it, and then {@code at} is, too
     * @param edit the value that a person gave it, instead of the answer; null if there is none
     */
    record ValuePlace(
            Assembly.@Nullable InputAt input,
            int recipe,
            Collection.@Nullable ResultFile file,
            Collection.@Nullable ResultAt at,
            @Nullable String edit) {}

    record Revision(long recordId, int revision, RecordState state) {}

    /** @param path in the spool; @param line its number in that file, from 0 */
    record Request(String path, long line) {}

    /**
     * @param erased on request; deleted by age otherwise
     * @param at when it was done; null while it is going on
     */
    record Gone(boolean erased, @Nullable Instant at) {}

    /** @param versions newest first, at most 200 */
    record Trail(String task, String sourceId, List<Version> versions) {}

    /**
     * One revision of it.
     *
     * @param stale a newer one came while this one was under way; it is not published
     * @param person whether a person decided its value
     * @param attempts newest first
     * @param batches of the attempts, by their numbers
     * @param decisions oldest first
     * @param edit the value that a person gave it; null if the model's answer counts
     */
    record Version(
            long recordId,
            int revision,
            RecordState state,
            String code,
            boolean stale,
            boolean person,
            From from,
            List<OpenItems.Attempt> attempts,
            Map<Long, Asked> batches,
            List<Decisions.Made> decisions,
            @Nullable String edit,
            @Nullable Published publication) {

        /** Whether the ledger may open it for review. What forbids it besides, such as payloads that are gone, is told then. */
        public boolean canBeAskedAbout() {
            return switch (state) {
                case COMPLETED -> publication == null && !stale;
                case INVALID_OUTPUT, PROVIDER_ERROR -> true;
                default -> false;
            };
        }
    }

    /** @param readAt when its drop was read; @param rerun that made it, null if it came by itself */
    record From(
            long drop,
            String zone,
            String uri,
            long line,
            @Nullable Instant readAt,
            @Nullable Again rerun) {}

    record Again(long rerun, Instant at, String actor, String why) {}

    /** @param at when the batch was sent; @param home when its results were; null where that is not known */
    record Asked(
            @Nullable String providerId,
            @Nullable Instant at,
            @Nullable Instant home) {}

    /** @param at when its content was frozen; null where that is not known */
    record Published(long publication, @Nullable Instant at, List<Sent> sinks) {}

    /** @param state waiting, delivered, …; @param at when the sink had it; null while it has not, and where that is not known */
    record Sent(
            String sink, String state, int sends, @Nullable Instant at, String reason) {}
}
