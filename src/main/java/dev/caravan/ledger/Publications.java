package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Publications: a frozen set of completed records, delivered to every sink of its task (protocol rules 38 to 41). */
public interface Publications {

    /** Tasks that have completed, current records not yet locked by a publication, of batches that are collected. */
    List<Integer> tasksToPublish();

    /** Tasks with completed records that a person approved or edited since, not yet looked at by {@link #open}. */
    List<Integer> tasksDecided();

    /**
     * Stamps up to {@code limit} of them with a new publication; empty if there are none.
     *
     * @param gated whether those of drops whose gate is closed are passed over ({@link Gates})
     */
    Optional<Publication> open(int taskId, int limit, boolean gated);

    /** The same where the task has no gate. */
    default Optional<Publication> open(int taskId, int limit) {
        return open(taskId, limit, false);
    }

    /**
     * Stamps up to {@code limit} records that people rejected, and that none holds yet, with a new publication of rejects,
     * which moves no record; empty if there are none.
     */
    Optional<Publication> openRejects(int taskId, int limit);

    /** Whether {@link #openRejects} would find any. */
    boolean rejectsWait(int taskId);

    /** Publications that this node has open, and those that dead ones left open, which it takes: their content is to be written again. */
    List<Publication> leftOpen();

    /** The members of a publication in id order, page by page; {@code afterRecordId} 0 starts. */
    List<Member> members(long publicationId, long afterRecordId, int limit);

    /** The recipes that its members were sent with, ascending; also of those that are not home. */
    List<Integer> recipes(long publicationId);

    /**
     * Members and hash are frozen; one delivery per sink is due now. No sinks: the members are published at once.
     *
     * @param shares of those sinks that don't get the content as it is; a sink whose share is empty has it at once
     */
    void sealed(long publicationId, Content content, List<String> sinks, List<Share> shares);

    /** The same where every sink gets the content as it is. */
    default void sealed(long publicationId, Content content, List<String> sinks) {
        sealed(publicationId, content, sinks, List.of());
    }

    /**
     * Members of an open publication leave it and wait for a person, because no sink can be told for them
     * ({@link Codes#UNMATCHED}). When none is left the publication is over.
     *
     * @param why by record
     */
    void park(long publicationId, Map<Long, String> why);

    /** What sinks get that don't get its content as it is, by the name of the sink. */
    List<Share> shares(long publicationId);

    /**
     * What stays at sinks because the newer revision, a member of this publication, is for other ones.
     *
     * @param shares what sinks are to get of it
     */
    List<Left> leftBehind(long publicationId, List<Share> shares);

    /** @param recordId of the older revision that the sink has, and keeps */
    record Left(String sink, long recordId) {}

    /** Publications that a restore brought in ({@link Restores#publication}), whose sinks are still to be named; oldest first. */
    List<Publication> restored();

    /**
     * A publication that a restore brought in goes to these sinks once more, with the content and under the key that it
     * had. What went there blindly counts as sent once, so that it can arrive at most once more. Sinks with a share get that.
     */
    void again(long publicationId, List<String> sinks);

    /** Takes one due delivery, in publication order per (task, sink), and counts the send before it happens. */
    default Optional<Delivery> claimDelivery() {
        return claimDelivery(Set.of());
    }

    /** The same, passing over these tasks. */
    Optional<Delivery> claimDelivery(Set<Integer> except);

    /** The sink has it. When it was the last delivery the members are published and their older revisions superseded. */
    void delivered(Delivery delivery);

    /** The sink failed; due again after {@code wait}. */
    void failed(Delivery delivery, String reason, Duration wait);

    /**
     * It is dead: later publications overtake it, and nothing waits for it. {@code again} later it is due for one more
     * send, its sends counted on; never by itself when null.
     */
    void givenUp(Delivery delivery, String reason, @Nullable Duration again);

    /**
     * Lets go of a delivery whose end could not be written ({@link LedgerUnavailableException}): its claim is void, and it
     * is due again as soon as the ledger can be written. Never fails.
     */
    void forsake(Delivery delivery);

    /** The sink has the first {@code records} of it. What follows has been sent once when this returns. */
    void advanced(Delivery delivery, int records);

    /**
     * Counts a send to a sink that can't tell a repetition, before it happens.
     *
     * @return how often what is left was sent so, this one included
     */
    int countBlind(Delivery delivery);

    /**
     * Records of it whose newer revision this sink already has, ascending. There are some only where the delivery was
     * given up and later ones went on.
     */
    List<Long> outdated(Delivery delivery);

    /**
     * Every dead delivery is due again now, its sends counted from 0, but for those that were sent blindly: only a person
     * can say that they may go once more. Called at start; returns how many.
     */
    int replayDead();

    /** A person says so: every dead delivery to this sink is due again now, all counts from 0. Returns how many. */
    int replay(String sink);

    /**
     * A person wants a publication sent once more from its first record, also where the sink had it: to this sink, or to all
     * that it went to when null. What is on its way already goes on. The states of its records stay as they are.
     */
    Replayed replay(long publicationId, @Nullable String sink);

    /**
     * The same with an event that names the person and the reason, if anything is sent again because of it.
     *
     * @param why may be empty
     */
    Replayed replayBy(long publicationId, @Nullable String sink, String actor, String why);

    /** @param deliveries how many are due because of it; @param why it is none, as a sentence; empty otherwise */
    record Replayed(int deliveries, String why) {}

    /**
     * @param instance name and epoch of the ledger that made it; part of the key by which sinks know it
     * @param rejects whether its members are what people rejected
     */
    record Publication(long id, int taskId, int records, String instance, boolean rejects) {

        /** Of results. */
        public Publication(long id, int taskId, int records, String instance) {
            this(id, taskId, records, instance, false);
        }
    }

    /** @param path in the spool; @param sha256 of its plain bytes */
    record Content(String path, long bytes, String sha256, int records) {}

    /**
     * What a sink gets of a publication where that is not all of it as it is.
     *
     * @param members whose lines the content holds
     * @param fields what the sink's fields are made of, as {@code publish.fields} says it in JSON; empty for answers as they
     *     are
     */
    record Share(String sink, Members members, Content content, String fields) {}

    /**
     * @param instance name and epoch of the ledger when it was made
     * @param blindSends see {@link #countBlind}
     * @param done how many records, from the first, the sink already has
     * @param content of the sink's share where it has one
     * @param fields of the share; empty where the sink gets the content as it is
     */
    record Delivery(
            long publicationId,
            String instance,
            int taskId,
            String sink,
            int sends,
            int blindSends,
            int done,
            long fence,
            Content content,
            String fields) {}

    /**
     * What one line of a publication is made of.
     *
     * @param file null where no line of any file spoke of it: then a person gave the value
     * @param decided null if no person did
     */
    record Member(
            long recordId,
            String sourceId,
            int revision,
            int attempt,
            long dropId,
            int recipeId,
            long batchId,
            Collection.ResultAt result,
            Collection.@Nullable ResultFile file,
            Assembly.InputAt input,
            Collection.Usage usage,
            @Nullable Decided decided) {}

    /** @param value that the person gave, as compact JSON; null if it is the answer; @param by who decided */
    record Decided(@Nullable String value, String by) {}
}
