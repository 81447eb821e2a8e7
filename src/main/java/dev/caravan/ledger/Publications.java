package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Publications: a frozen set of completed records, delivered to every sink of its task (protocol rules 38 to 41). */
public interface Publications {

    /** Tasks that have completed, current records not yet locked by a publication, of batches that are collected. */
    List<Integer> tasksToPublish();

    /** Stamps up to {@code limit} of them with a new publication; empty if there are none. */
    Optional<Publication> open(int taskId, int limit);

    /** Publications left open by an earlier process: their content is to be written again. */
    List<Publication> leftOpen();

    /** The members of a publication in id order, page by page; {@code afterRecordId} 0 starts. */
    List<Member> members(long publicationId, long afterRecordId, int limit);

    /** Members and hash are frozen; one delivery per sink is due now. No sinks: the members are published at once. */
    void sealed(long publicationId, Content content, List<String> sinks);

    /** Takes one due delivery, in publication order per (task, sink), and counts the send before it happens. */
    Optional<Delivery> claimDelivery();

    /** The sink has it. When it was the last delivery the members are published and their older revisions superseded. */
    void delivered(Delivery delivery);

    /** The sink failed; due again after {@code wait}, or dead when null. */
    void failed(Delivery delivery, String reason, @Nullable Duration wait);

    /** Every dead delivery is due again now, its sends counted from 0. Called at start; returns how many. */
    int replayDead();

    record Publication(long id, int taskId, int records) {}

    /** @param path in the spool; @param sha256 of its plain bytes */
    record Content(String path, long bytes, String sha256, int records) {}

    record Delivery(long publicationId, int taskId, String sink, int sends, long fence, Content content) {}

    /** What one line of a publication is made of. */
    record Member(
            long recordId,
            String sourceId,
            int revision,
            int attempt,
            long dropId,
            int recipeId,
            long batchId,
            Collection.ResultAt result,
            Collection.ResultFile file,
            Assembly.InputAt input,
            Collection.Usage usage) {}
}
