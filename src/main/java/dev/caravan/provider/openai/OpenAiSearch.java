package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Deletions;
import dev.caravan.provider.Remains;
import dev.caravan.provider.Reply;
import dev.caravan.provider.Search;
import dev.caravan.provider.chat.FileList;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One look through the list of batches, newest first, and the deletion of inputs if nothing of ours is there. Concludes
 * "not there" only from a whole list: every page answered, in order down to before the window or read to its end, and
 * with a batch in it that the ledger knows.
 */
public final class OpenAiSearch {
    private static final int MOST_PAGES = 1000;

    private final Search search;
    private final OpenAiFailures failures;
    private final Map<String, String> settings;
    private final Dialect dialect;
    private final Deletions deletions;

    private boolean paging = true;
    private boolean witness;
    private boolean ordered = true;
    private long oldest = Long.MAX_VALUE;
    private int pages;
    private @Nullable String after;
    private @Nullable FileList files;

    OpenAiSearch(Search search, Map<String, String> settings, OpenAiFailures failures) {
        this.search = search;
        this.settings = settings;
        this.dialect = new Dialect(settings);
        this.failures = failures;
        this.deletions = new Deletions(search, "a key with write access to files (DELETE /files/{id})");
    }

    /** Whether {@link #getPage()} is to be asked for. */
    public boolean isPaging() {
        return paging;
    }

    public String getPage() {
        if (files != null) {
            String last = files.last();
            return "/files?purpose=" + URLEncoder.encode(dialect.text(OpenAiSettings.PURPOSE), StandardCharsets.UTF_8)
                    + "&limit=100"
                    + (last == null ? "" : "&after=" + URLEncoder.encode(last, StandardCharsets.UTF_8));
        }
        return "/batches?limit=100"
                + (after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
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
        JsonNode list = list(reply);
        if (list == null) {
            end("page " + (pages + 1) + " of the list of batches was not answered: "
                    + failures.of(reply, settings).message());
            return;
        }
        pages++;
        String last = null;
        for (JsonNode batch : list) {
            look(batch);
            last = batch.path("id").asText();
        }
        if (!more(reply, list)) {
            conclude("the whole list holds");
        } else if (ordered && oldest < search.windowStart() && (witness || !search.hasWitness())) {
            conclude("the list back to the window holds");
        } else if (last == null || last.isBlank() || last.equals(after) || pages >= MOST_PAGES) {
            end("the list of batches does not come to an end after " + pages + " pages");
        } else {
            after = last;
        }
    }

    void revoked(Reply reply) {
        if (deleted(reply) || failures.absent(reply, settings)) {
            deletions.gone();
        } else {
            deletions.failed(failures.of(reply, settings));
        }
    }

    /** 204, or a document that says so. */
    private static boolean deleted(Reply reply) {
        JsonNode json = reply.json();
        if (json == null) {
            return reply.status() == 204;
        }
        return reply.ok()
                && (json.path("deleted").asBoolean(false)
                        || json.path("data").path("deleted").asBoolean(false));
    }

    /** The batches of a page, in {@code data} or bare; null if the answer is no page. */
    private static @Nullable JsonNode list(Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null) {
            return null;
        }
        JsonNode list = json.isArray() ? json : json.path("data");
        return list.isArray() ? list : null;
    }

    /** Where a list of pages does not say whether it goes on, only an empty page is its end. */
    private boolean more(Reply reply, JsonNode list) {
        JsonNode json = reply.json();
        if (json == null || dialect.is(OpenAiSettings.LIST, "whole")) {
            return false;
        }
        JsonNode more = json.path("has_more");
        return more.isBoolean() ? more.asBoolean() : !list.isEmpty();
    }

    private void look(JsonNode batch) {
        String id = batch.path("id").asText("");
        long created = Replies.second(batch.path("created_at"), Long.MAX_VALUE);
        ordered &= created <= oldest;
        oldest = Math.min(oldest, created);
        String token = batch.path("metadata").path(OpenAiConversation.LABEL).asText("");
        String fileId = batch.path("input_file_id").asText("");
        if (OpenAiStatus.isBatch(batch)) {
            search.listed(OpenAiStatus.of(batch));
        }
        boolean ourToken = search.hasToken(token);
        boolean ourFile = search.hasInput(fileId);
        if (!id.isBlank() && (ourToken || ourFile)) {
            search.found(id, ourToken ? token : null, ourFile ? fileId : null);
        }
        witness |= search.isKnown(id);
    }

    private void conclude(String what) {
        if (dialect.is(OpenAiSettings.LIST, "unknown")) {
            end("whether this provider's list holds every batch is not known");
            return;
        }
        boolean whole = witness || !search.hasWitness();
        end(whole ? null : what + " none of the batches that the ledger knows: is the credential of another account?");
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
        if (search.wantsFiles() && dialect.text(OpenAiSettings.UPLOAD_PATH).equals("/files")) {
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
