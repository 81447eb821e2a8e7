package dev.caravan.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Deletions;
import dev.caravan.provider.Remains;
import dev.caravan.provider.Reply;
import dev.caravan.provider.Search;
import dev.caravan.provider.chat.FileList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look through the list of jobs, newest first, and the deletion of inputs if nothing of ours is there. The filter by
 * metadata is not used: how it is written in a query is not documented, and a filter that finds nothing proves nothing.
 */
public final class MistralSearch {
    private static final int PAGE_SIZE = 100;
    private static final int MOST_PAGES = 10_000;

    private final Search search;
    private final MistralFailures failures;
    private final Deletions deletions;

    private boolean paging = true;
    private boolean witness;
    private boolean ordered = true;
    private long oldest = Long.MAX_VALUE;
    private long seen;
    private int page;
    private @Nullable FileList files;

    MistralSearch(Search search, MistralFailures failures) {
        this.search = search;
        this.failures = failures;
        this.deletions = new Deletions(search, "a key that may delete files (DELETE /v1/files/{id})");
    }

    /** Whether {@link #getPage()} is to be asked for. */
    public boolean isPaging() {
        return paging;
    }

    public String getPage() {
        if (files != null) {
            return "/files?purpose=batch&page=" + files.pages() + "&page_size=" + PAGE_SIZE;
        }
        return "/batch/jobs?page=" + page + "&page_size=" + PAGE_SIZE + "&order_by=-created";
    }

    /** Whether the file {@link #getFileId()} is to be deleted. */
    public boolean isRevoking() {
        return !paging && !deletions.isEmpty();
    }

    public @Nullable String getFileId() {
        return deletions.id();
    }

    void searched(Reply reply) {
        if (files != null) {
            listed(files, reply);
            return;
        }
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !json.path("data").isArray()) {
            end("page " + (page + 1) + " of the list of jobs was not answered: "
                    + failures.of(reply).message());
            return;
        }
        json.path("data").forEach(this::look);
        seen += json.path("data").size();
        page++;
        if (json.path("data").isEmpty()) {
            boolean short_ = json.path("total").asLong(0) > seen;
            conclude("the whole list holds", short_ ? "the list of jobs ended before its total" : null);
        } else if (ordered && oldest < search.windowStart() && (witness || !search.hasWitness())) {
            conclude("the list back to the window holds", null);
        } else if (page >= MOST_PAGES) {
            end("the list of jobs does not come to an end after " + page + " pages");
        }
    }

    void revoked(Reply reply) {
        JsonNode json = reply.json();
        boolean deleted = reply.ok() && json != null && json.path("deleted").asBoolean(false);
        if (deleted || MistralFailures.absent(reply)) {
            deletions.gone();
        } else {
            deletions.failed(failures.of(reply));
        }
    }

    private void look(JsonNode job) {
        String id = job.path("id").asText("");
        long created = job.path("created_at").asLong(Long.MAX_VALUE);
        ordered &= created <= oldest;
        oldest = Math.min(oldest, created);
        search.listed(MistralStatus.of(job));
        String label = job.path("metadata").path(MistralConversation.LABEL).asText("");
        String token = search.hasToken(label) ? label : null;
        String file = null;
        for (JsonNode input : job.path("input_files")) {
            if (search.hasInput(input.asText())) {
                file = input.asText();
            }
        }
        if (!id.isBlank() && (token != null || file != null)) {
            search.found(id, token, file);
        }
        witness |= search.isKnown(id);
    }

    private void conclude(String what, @Nullable String doubt) {
        boolean whole = witness || !search.hasWitness();
        String foreign = what + " none of the batches that the ledger knows: is the credential of another account?";
        end(doubt != null ? doubt : whole ? null : foreign);
    }

    /** @param inconclusive why nothing may be concluded; null if a complete list holds nothing of ours */
    private void end(@Nullable String inconclusive) {
        paging = false;
        if (inconclusive != null) {
            search.inconclusive(inconclusive);
        } else {
            search.completeNegative();
        }
        deletions.inputs(search.toRevoke());
        for (Remains left : search.toClear()) {
            deletions.remains(left, List.copyOf(left.files().values()), true);
        }
        if (search.wantsFiles()) {
            files = new FileList(search);
            paging = true;
        }
    }

    private void listed(FileList list, Reply reply) {
        list.page(reply);
        if (list.isOver()) {
            paging = false;
            deletions.inputs(list.leftOver());
        }
    }
}
