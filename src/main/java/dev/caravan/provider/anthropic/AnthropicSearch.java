package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Deletions;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Remains;
import dev.caravan.provider.Reply;
import dev.caravan.provider.Sweep;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One look through the list of batches, newest first, for unknown ones of the right size in the window. The list counts
 * as whole only if every page was answered, in order down to before the window or read to its end, and it shows a batch
 * that the ledger knows.
 */
public final class AnthropicSearch {
    private static final int MOST_PAGES = 1000;

    private final Sweep sweep;
    private final AnthropicFailures failures;
    private boolean paging = true;
    private boolean witness;
    private boolean ordered = true;
    private long oldest = Long.MAX_VALUE;
    private int pages;
    private @Nullable String after;
    private final Deletions deletions;

    AnthropicSearch(Sweep sweep, AnthropicFailures failures) {
        this.sweep = sweep;
        this.failures = failures;
        this.deletions = new Deletions(
                sweep, "a key that may delete batches (DELETE /v1/messages/batches/{id}) of its workspace");
    }

    /** Whether {@link #getPage()} is to be asked for. */
    public boolean isPaging() {
        return paging;
    }

    public String getPage() {
        return "/messages/batches?limit=100"
                + (after == null ? "" : "&after_id=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
    }

    /** Results to be compared, when the paging is over. */
    public List<Download> getComparisons() {
        return sweep.comparisons();
    }

    /** Whether the batch {@link #getBatchId()} is to be deleted. */
    public boolean isDeleting() {
        return !paging && !deletions.isEmpty();
    }

    public @Nullable String getBatchId() {
        return deletions.id();
    }

    void deleted(Reply reply) {
        JsonNode json = reply.json();
        Failure failure = failures.of(reply);
        boolean deleted =
                reply.ok() && json != null && json.path("type").asText().equals("message_batch_deleted");
        if (deleted || (reply.status() == 404 && failure.proven())) {
            deletions.gone();
        } else {
            deletions.failed(failure);
        }
    }

    void searched(Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !json.path("data").isArray()) {
            inconclusive("page " + (pages + 1) + " of the list of batches was not answered: "
                    + failures.of(reply).message());
            return;
        }
        pages++;
        String last = null;
        for (JsonNode batch : json.path("data")) {
            if (!look(batch)) {
                return;
            }
            last = batch.path("id").asText();
        }
        if (!json.path("has_more").asBoolean(false)) {
            conclude("the whole list holds");
        } else if (ordered && oldest < sweep.windowStart() && (witness || !sweep.hasWitness())) {
            conclude("the list back to the window holds");
        } else if (last == null || last.isBlank() || last.equals(after) || pages >= MOST_PAGES) {
            inconclusive("the list of batches does not come to an end after " + pages + " pages");
        } else {
            after = last;
        }
    }

    /** False if a batch can't be judged: then the list tells nothing. */
    private boolean look(JsonNode batch) {
        OptionalLong created = AnthropicStatus.created(batch);
        if (created.isEmpty() || !AnthropicStatus.isBatch(batch)) {
            inconclusive("page " + pages + " of the list of batches holds one that can't be read");
            return false;
        }
        ordered &= created.getAsLong() <= oldest;
        oldest = Math.min(oldest, created.getAsLong());
        String id = batch.path("id").asText();
        sweep.listed(AnthropicStatus.of(batch));
        boolean known = sweep.isKnown(id);
        witness |= known;
        boolean inWindow = created.getAsLong() >= sweep.windowStart();
        if (inWindow && !known && sweep.fits(AnthropicStatus.total(batch)) && !sweep.isOurs(id)) {
            sweep.candidate(id, AnthropicStatus.hasEnded(batch));
        }
        return true;
    }

    private void conclude(String what) {
        if (witness || !sweep.hasWitness()) {
            paging = false;
            sweep.completeNegative();
            clear();
        } else {
            inconclusive(what + " none of the batches that the ledger knows: is the credential of another workspace?");
        }
    }

    /** Results go with their batch, so that those stay that prove a list to be whole. */
    private void clear() {
        for (Remains left : sweep.toClear()) {
            if (!left.isWitness()) {
                deletions.remains(left, List.of(left.providerId()), false);
            }
        }
    }

    private void inconclusive(String why) {
        paging = false;
        sweep.inconclusive(why);
    }
}
